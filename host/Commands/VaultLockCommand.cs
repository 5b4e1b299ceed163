using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class VaultLockCommand
{
    public static Command Make()
    {
        var command = new Command("lock", "Lock this device's protected keys, for a daemon that shares the unlock too.");
        command.RunLocked(async (host, _, cancellationToken) =>
        {
            var locked = await host.Mediator.Send(new LockVault(), cancellationToken);
            return Answer.Line(locked ? "The keys are locked." : "The keys are not protected, so there is nothing to lock. 'aurix vault protect' sets a passphrase.", new JsonObject { ["locked"] = locked });
        });
        return command;
    }
}
