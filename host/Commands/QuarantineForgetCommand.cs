using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class QuarantineForgetCommand
{
    public static Command Make()
    {
        var number = QuarantineShowCommand.NumberArgument();
        var command = new Command("forget", "Drop one entry. If the server shows the same again, it is set aside again.") { number };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(number);
            return await host.Mediator.Send(new ForgetQuarantined([wanted]), cancellationToken) > 0
                ? Answer.Line($"Forgot {wanted.ToString(CultureInfo.InvariantCulture)}.", new JsonObject { ["forgot"] = wanted })
                : Answer.NotFound(QuarantineShowCommand.NothingFound(wanted));
        });
        return command;
    }
}
