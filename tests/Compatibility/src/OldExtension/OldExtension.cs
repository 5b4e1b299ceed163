using System.Globalization;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;
using Microsoft.Extensions.Logging;
using OldPlugins;

[assembly: Module(typeof(OldExtension))]

namespace OldPlugins;

/// <summary>Writes, reads, lists, listens, has a job, a file, a setting and an error: most of what an extension touches of the contracts.</summary>
public sealed class OldExtension : ExtensionModule, INotificationHandler<DocumentsChanged>
{
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override IEnumerable<JobSpec> Jobs => [Every(TimeSpan.FromHours(1), "count")];

    public override ValueTask StartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        File.WriteAllText(Path.Combine(Context.DataDirectory, "started"), Context.Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        return ValueTask.CompletedTask;
    }

    public Task Handle(DocumentsChanged notification, CancellationToken cancellationToken)
    {
        Context.Logging.CreateLogger<OldExtension>().LogInformation("Heard of {Database} at {Sequence}", notification.Database, notification.Sequence);
        _heard.TrySetResult();
        return Task.CompletedTask;
    }

    protected override async Task<ExtensionAnswer> RunAsync(string operation, CanonicalJson argument, CancellationToken cancellationToken)
    {
        switch (operation)
        {
            case "put":
                var outcome = await Context.Mediator.Send(new PutDocument(new DocumentId("old:1"), argument, null) { Type = new DocumentType("old") }, cancellationToken);
                return new(outcome is PutOutcome.Saved, outcome is PutOutcome.Saved ? "Saved." : "Not saved.", CanonicalJson.Null);
            case "get":
                var got = await Context.Mediator.Send(new GetDocument(new DocumentId("old:1")), cancellationToken);
                return got is GetOutcome.Found found ? new(true, "Found.", found.Body.Content) : new(false, "Not there.", CanonicalJson.Null);
            case "count":
                var page = await Context.Mediator.Send(new ListDocuments(null, 10) { Type = new DocumentType("old") }, cancellationToken);
                return ExtensionAnswer.Done(string.Create(CultureInfo.InvariantCulture, $"{page.Documents.Length} documents."));
            case "heard":
                await _heard.Task.WaitAsync(cancellationToken);
                return ExtensionAnswer.Done("Heard.");
            case "modules":
                var modules = await Context.Mediator.Send(new ListModules(), cancellationToken);
                return ExtensionAnswer.Done(modules.Single(module => module.Id == Context.ModuleId).State);
            case "setting":
                return ExtensionAnswer.Done(Context.Settings["word"]);
            case "refuse":
                throw new UsageException("TooOld", "An old error.", "Be kind to it.");
            default:
                return ExtensionAnswer.Unknown(operation);
        }
    }
}
