using System.CommandLine;
using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class RestoreCommand
{
    public static Command Make()
    {
        var id = Documents.IdArgument();
        var revision = new Argument<string?>("rev") { Description = "The revision to bring back, from 'aurix history' or 'aurix conflicts list'. Without it, what a deleted document last held.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("restore", "Bring back an earlier revision, a loser of a conflict, or a deleted document, as a new edit.") { id, revision };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var document = Documents.Id(parsed.GetValue(id)!);
            var wanted = Documents.Revision(parsed.GetValue(revision)) ?? await BeforeDeletingAsync(host, document, cancellationToken);
            if (wanted is null)
            {
                return Answer.NotFound($"{document} is not deleted, or what it held is not kept any more. See 'aurix history {document}'.");
            }

            if (await host.Mediator.Send(new GetDocument(document, wanted), cancellationToken) is not GetOutcome.Found old)
            {
                return Answer.NotFound($"{document} has no revision {wanted} whose content is kept.");
            }

            var shown = await Documents.FindAsync(host, document, cancellationToken);
            var put = new PutDocument(document, old.Body.Content, shown?.Revision)
            {
                Type = old.Body.Type,
                Attach = old.Body.Attachments.ToImmutableDictionary(file => file.Key, file => new NewAttachment(file.Value.Blob, file.Value.MediaType)),
                Detach = [.. shown?.Body.Attachments.Keys.Except(old.Body.Attachments.Keys) ?? []],
            };
            return Documents.Tell(document, await host.Mediator.Send(put, cancellationToken), "Restored");
        });
        return command;
    }

    /// <summary>The revision that the delete was made on; null when the document is not deleted or its content is gone.</summary>
    private static async Task<Revision?> BeforeDeletingAsync(AurixHost host, DocumentId document, CancellationToken cancellationToken)
    {
        var history = (await host.Mediator.Send(new ReadHistory(document), cancellationToken)).ToDictionary(entry => entry.Revision);
        var shown = history.Values.FirstOrDefault(entry => entry.IsWinner);
        while (shown?.Body?.Deleted == true && shown.Parent is { } parent)
        {
            shown = history[parent];
            if (shown.Body is { Deleted: false })
            {
                return shown.Revision;
            }
        }

        return null;
    }
}
