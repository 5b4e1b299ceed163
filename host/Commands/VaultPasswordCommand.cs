using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class VaultPasswordCommand
{
    public static Command Make()
    {
        var present = PasswordInput.Option("--password-file", "present password");
        var next = new NewPassword("--new-password-file");
        var command = new Command("password", "Change the password. No document is written anew; cut off, the old or the new one works, and running it again finishes.") { present };
        next.AddTo(command);
        command.Run(async (host, parsed, cancellationToken) =>
        {
            using var old = PasswordInput.Read(parsed.GetValue(present), "Present password");
            using var renewed = next.Read(parsed);
            await host.Mediator.Send(new ChangePassword(old, renewed) { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            return Answer.Line(
                "The password is changed. On each of your other devices, run 'aurix sync login' once. Somebody who has your keys already is not locked out by this.",
                new JsonObject { ["changed"] = true });
        });
        return command;
    }
}
