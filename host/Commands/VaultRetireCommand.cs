using System.CommandLine;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class VaultRetireCommand
{
    public static Command Make()
    {
        var device = new Argument<string>("device") { Description = "Its name, or the beginning of its id." };
        var command = new Command("retire", "Say that a device will not come back: its silence raises nothing any more. Its keys still open the vault; rotating them ends that.") { device };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var retired = await host.Mediator.Send(new RetireDevice(parsed.GetValue(device)!) { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            return Answer.Line($"{retired.Name} ({retired.Device.ToString()[..8]}) is retired. Your other devices learn it in the next round.", VaultDevicesCommand.Json(retired));
        });
        return command;
    }
}
