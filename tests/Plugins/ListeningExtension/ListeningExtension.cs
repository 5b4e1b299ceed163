using System.Globalization;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;
using Strangers;

[assembly: Module(typeof(ListeningExtension))]

namespace Strangers;

/// <summary>Hears of changes, asks Storage, has a job, and tries to ask Crypto, which its manifest does not name.</summary>
public sealed class ListeningExtension : ExtensionModule, INotificationHandler<DocumentsChanged>
{
    private readonly TaskCompletionSource<DocumentsChanged> _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    protected override IEnumerable<JobSpec> Jobs => [Every(TimeSpan.FromHours(1), "count")];

    /// <inheritdoc/>
    public Task Handle(DocumentsChanged notification, CancellationToken cancellationToken)
    {
        _heard.TrySetResult(notification);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task<ExtensionAnswer> RunAsync(string operation, CanonicalJson argument, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case "heard":
                return ExtensionAnswer.Done($"Heard of {(await _heard.Task.WaitAsync(cancellationToken)).Database}.");
            case "count":
                var page = await Context.Mediator.Send(new ListDocuments(null, 1000), cancellationToken);
                return new(Succeeded: true, string.Create(CultureInfo.InvariantCulture, $"{page.Documents.Length} documents."), CanonicalJson.Null);
            case "keys":
                await Context.Mediator.Send(new EndLogin(1), cancellationToken);
                return ExtensionAnswer.Done("Asked Crypto.");
            case "setting":
                return ExtensionAnswer.Done(Context.Settings["word"]);
            default:
                return ExtensionAnswer.Unknown(operation);
        }
    }
}
