using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class QuarantineReleaseCommand
{
    public static Command Make()
    {
        var number = QuarantineShowCommand.NumberArgument();
        var command = new Command("release", "Take in what was set aside only because it came after its keys had been closed. Nothing else can be released.") { number };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(number);
            return await host.Mediator.Send(new ReleaseQuarantined(wanted) { Remote = RemoteInput.Of(parsed) }, cancellationToken) switch
            {
                ReleaseOutcome.Released => Answer.Line($"Released {wanted.ToString(CultureInfo.InvariantCulture)}. The next sync seals it anew for the other devices.", new JsonObject { ["released"] = wanted }),
                ReleaseOutcome.Unavailable => Answer.NotFound($"The server does not give {wanted.ToString(CultureInfo.InvariantCulture)} any more as it was."),
                _ => Answer.NotFound(QuarantineShowCommand.NothingFound(wanted)),
            };
        });
        return command;
    }
}
