using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class VaultPublishCommand
{
    public static Command Make()
    {
        var password = PasswordInput.Option();
        var command = new Command("publish", "After the keys were replaced through one server: put them on another, with the password of the account there. Nothing is sent there before.") { password };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            using var secret = PasswordInput.Read(parsed.GetValue(password), "Password");
            using var recovery = await host.Mediator.Send(new PublishKeys(secret) { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            if (recovery is null)
            {
                return Answer.Line("The server has the present keys already.", new JsonObject { ["recoveryCode"] = null });
            }

            var code = recovery.Reveal();
            return new Answer(new JsonObject { ["recoveryCode"] = code }, console =>
            {
                console.Line("The server has the present keys. On each other device that syncs there, run 'aurix sync login' with its password.");
                PrintedCode.Show(console, "New recovery code, shown only this once; at that server the old one opens nothing any more:", code);
            });
        });
        return command;
    }
}
