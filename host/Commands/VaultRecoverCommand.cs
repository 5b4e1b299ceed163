using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class VaultRecoverCommand
{
    public static Command Make()
    {
        var address = new Argument<string?>("address") { Description = "On a fresh device: server and database.", Arity = ArgumentArity.ZeroOrOne };
        var user = new Option<string?>("--user") { Description = "On a fresh device: the account on that server.", HelpName = "NAME" };
        var login = PasswordInput.Option("--login-file", "password that the server's administrator set for the account");
        var code = PasswordInput.Option("--code-file", "recovery code");
        var secretKey = SecretKeyInput.Option();
        var next = new NewPassword("--new-password-file");
        var command = new Command("recover", "Set a new password by the printed recovery code, which stays good.") { address, user, login, code, secretKey };
        var connection = new ConnectionInput();
        next.AddTo(command);
        connection.AddTo(command, withAuth: false);
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var (place, name) = (parsed.GetValue(address), parsed.GetValue(user));
            if (place is null != name is null)
            {
                throw new UsageException("BadUsage", "An address needs --user NAME, and a user an address.", "On a device that syncs already, leave out both.");
            }

            using var recovery = PasswordInput.Read(parsed.GetValue(code), "Recovery code");
            using var temporary = place is null ? null : PasswordInput.Read(parsed.GetValue(login), "The account's password on the server, as its administrator set it");
            using var key = SecretKeyInput.Read(parsed.GetValue(secretKey));
            using var renewed = next.Read(parsed);
            var entrance = place is null ? null : new RecoveryEntrance(place, name!, temporary!, key)
            {
                AskFirst = true,
                Connection = await connection.ReadAsync(parsed, withAuth: false, cancellationToken),
            };
            var outcome = await host.Mediator.Send(new RecoverAccess(recovery, renewed, entrance) { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            return Answer.Line(
                "The new password is set. On each of your other devices, run 'aurix sync login' once. If somebody else may have seen the code, run 'aurix vault recovery-code' for a new one."
                + (place is null ? "" : " This device is signed in, and nothing leaves it yet: 'aurix sync enable' shows what will, and asks."),
                new JsonObject { ["vault"] = outcome.Vault.ToString(), ["reissued"] = outcome.Reissued?.Documents });
        });
        return command;
    }
}
