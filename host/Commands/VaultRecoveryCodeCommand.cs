using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class VaultRecoveryCodeCommand
{
    public static Command Make()
    {
        var command = new Command("recovery-code", "Make a new recovery code and show it once. The old one opens nothing any more.");
        command.Run(async (host, parsed, cancellationToken) =>
        {
            using var secret = await host.Mediator.Send(new ReplaceRecoveryCode { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            var code = secret.Reveal();
            return new Answer(new JsonObject { ["recoveryCode"] = code }, console => PrintedCode.Show(console, "Recovery code, shown only this once. It opens the vault if the password is forgotten; keep it on paper:", code));
        });
        return command;
    }
}
