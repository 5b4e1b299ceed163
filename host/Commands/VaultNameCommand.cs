using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class VaultNameCommand
{
    public static Command Make()
    {
        var name = new Argument<string>("name") { Description = "What your other devices shall call this one." };
        var command = new Command("name", "Name this device. Your other devices learn it in the next round; the server does not.") { name };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var told = await host.Mediator.Send(new NameDevice(parsed.GetValue(name)!) { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            return Answer.Line($"This device is called {told}.", new JsonObject { ["name"] = told });
        });
        return command;
    }
}
