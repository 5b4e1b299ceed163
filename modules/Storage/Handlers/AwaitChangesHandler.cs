using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class AwaitChangesHandler(Databases databases) : IRequestHandler<AwaitChanges, bool>
{
    public async Task<bool> Handle(AwaitChanges request, CancellationToken cancellationToken) =>
        await (await databases.RequireAsync(request.Database, cancellationToken)).Watch.WaitAsync(request.Since, request.Timeout, cancellationToken);
}
