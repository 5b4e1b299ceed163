using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class ConflictsAnswerCommand
{
    public static Command Make()
    {
        var id = Documents.IdArgument();
        var version = new Argument<string?>("version") { Description = "The version that shall stand. Without it a choice is dismissed, and what stands stays.", Arity = ArgumentArity.ZeroOrOne };
        var choice = new Option<string?>("--choice") { Description = "The id of a choice that a merge left to you, from 'aurix conflicts show'. Without it, the conflict as a whole.", HelpName = "CHOICE" };
        var command = new Command("answer", "Decide an open conflict, or a choice that a merge left to you.") { id, version, choice };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var document = Documents.Id(parsed.GetValue(id)!);
            var wanted = Documents.Revision(parsed.GetValue(version));
            if (wanted is null && parsed.GetValue(choice) is null)
            {
                throw new UsageException("BadUsage", "An open conflict is answered with one of its versions.", $"See them with 'aurix conflicts show {document}'.");
            }

            var revision = await host.Mediator.Send(new AnswerConflict(document, wanted, parsed.GetValue(choice)), cancellationToken);
            await host.Mediator.Send(new NormaliseDocuments(), cancellationToken); // what the answer contains is parked now
            return new Answer(new JsonObject { ["id"] = document.Value, ["rev"] = revision.ToString() }, console => console.Line($"{document} is now {revision}."));
        });
        return command;
    }
}
