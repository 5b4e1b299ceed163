using Aurix.Platform.Gateway.CouchDb;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Handlers;

/// <summary>Wakes the live feeds of a database.</summary>
internal sealed class DocumentsChangedHandler(ChangeBell bell) : INotificationHandler<DocumentsChanged>
{
    public Task Handle(DocumentsChanged notification, CancellationToken cancellationToken)
    {
        bell.Ring(notification.Database);
        return Task.CompletedTask;
    }
}
