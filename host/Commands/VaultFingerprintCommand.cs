using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class VaultFingerprintCommand
{
    public static Command Make()
    {
        var command = new Command("fingerprint", "A short text to compare between two devices after both synced: alike, and the server showed both the same.");
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var fingerprint = await host.Mediator.Send(new FingerprintDevices { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            return Answer.Line(fingerprint, new JsonObject { ["fingerprint"] = fingerprint });
        });
        return command;
    }
}
