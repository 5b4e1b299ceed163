using System.CommandLine;
using Aurix.Platform.Crypto;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class VaultProtectCommand
{
    public static Command Make()
    {
        var next = new NewPassword("--new-passphrase-file");
        var command = new Command("protect", "Seal this device's keys under a passphrase of its own. The documents in the store are as readable as before; encrypt the disk as well.");
        next.AddTo(command);
        command.RunLocked(async (host, parsed, cancellationToken) =>
        {
            using var passphrase = next.Read(parsed);
            var state = await host.Mediator.Send(new ProtectVault(passphrase), cancellationToken);
            return Answer.Line("The keys are protected. " + VaultUnlockCommand.Describe(state), VaultUnlockCommand.Json(state));
        });
        return command;
    }
}
