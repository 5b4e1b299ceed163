using System.CommandLine;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class DeleteCommand
{
    public static Command Make()
    {
        var id = Documents.IdArgument();
        var revision = Documents.RevisionOption("Delete only if the document still shows this revision.");
        var command = new Command("delete", "Delete a document. Its history is kept; 'aurix restore' brings it back.") { id, revision };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var document = Documents.Id(parsed.GetValue(id)!);
            if (await Documents.FindAsync(host, document, cancellationToken) is not { Body.Deleted: false } found)
            {
                return Answer.NotFound($"There is no document {document}.");
            }

            var seen = Documents.Revision(parsed.GetValue(revision)) ?? found.Revision;
            return Documents.Tell(document, await host.Mediator.Send(new DeleteDocument(document, seen), cancellationToken), "Deleted");
        });
        return command;
    }
}
