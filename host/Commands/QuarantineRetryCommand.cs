using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class QuarantineRetryCommand
{
    public static Command Make()
    {
        var numbers = new Argument<long[]>("number") { Description = "What 'aurix quarantine list' calls it.", Arity = ArgumentArity.ZeroOrMore, HelpName = "NUMBER" };
        var all = new Option<bool>("--all") { Description = "Everything that is set aside." };
        var command = new Command("retry", "Fetch again what was set aside, and take it in if it opens now: after an update, or with newer keys.") { numbers, all };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(numbers) ?? [];
            if (wanted.Length == 0 != parsed.GetValue(all))
            {
                throw new UsageException("BadUsage", "Say which to try again.", "Give numbers, or --all.");
            }

            var outcome = await host.Mediator.Send(new RetryQuarantined([.. wanted]) { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            var left = outcome.Tried - outcome.Settled;
            return Answer.Line(
                $"{outcome.Tried} tried again: {outcome.Settled} settled, {left} still set aside.",
                new JsonObject { ["tried"] = outcome.Tried, ["settled"] = outcome.Settled, ["left"] = left });
        });
        return command;
    }
}
