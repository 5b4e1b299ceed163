using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class ConflictsUndoCommand
{
    public static Command Make()
    {
        var id = Documents.IdArgument();
        var version = new Argument<string?>("version") { Description = "The version to show again, from 'aurix conflicts show'. Without it, the one edited last among those that the merge does not show.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("undo", "Take a merge back as far as one version goes. An edit like any other: the merge stays in the history and comes back with 'aurix restore'.") { id, version };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var document = Documents.Id(parsed.GetValue(id)!);
            var revision = await host.Mediator.Send(new UndoMerge(document, Documents.Revision(parsed.GetValue(version))), cancellationToken);
            return new Answer(new JsonObject { ["id"] = document.Value, ["rev"] = revision.ToString() }, console => console.Line($"{document} is now {revision}."));
        });
        return command;
    }
}
