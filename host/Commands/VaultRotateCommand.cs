using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class VaultRotateCommand
{
    public static Command Make()
    {
        var present = PasswordInput.Option("--password-file", "present password");
        var next = new NewPassword("--new-password-file");
        var command = new Command("rotate", "A device was lost: replace the keys. It can open nothing that is written from now on, and what it writes is refused. Syncs first.") { present };
        next.AddTo(command);
        command.Run(async (host, parsed, cancellationToken) =>
        {
            using var old = PasswordInput.Read(parsed.GetValue(present), "Present password");
            using var renewed = next.Read(parsed);
            var outcome = await host.Mediator.Send(new RotateVault(old, renewed) { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            using var recovery = outcome.RecoveryCode;
            var code = recovery.Reveal();
            var json = new JsonObject { ["vault"] = outcome.Vault.Vault.ToString(), ["epoch"] = outcome.Vault.Epoch, ["leaves"] = outcome.Leaves, ["recoveryCode"] = code };
            return new Answer(json, console =>
            {
                console.Line($"The keys are replaced: epoch {outcome.Vault.Epoch.ToString(CultureInfo.InvariantCulture)}.");
                console.Line("On each device that you still have, run 'aurix sync login' with the new password. Edits made there meanwhile are kept.");
                console.Line("What the lost device could read until now, it can read still; files keep the keys they were sealed with.");
                PrintedCode.Show(console, "New recovery code, shown only this once; the old one opens nothing any more:", code);
            });
        });
        return command;
    }
}
