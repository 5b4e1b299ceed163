using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class SyncLoginCommand
{
    public static Command Make()
    {
        var password = PasswordInput.Option();
        var secretKey = SecretKeyInput.Option();
        var token = ConnectionInput.TokenOption();
        var command = new Command("login", "Sign in again, with the password that was changed on another device or with a new token. Everything here is kept.") { password, secretKey, token };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            using var secret = PasswordInput.Read(parsed.GetValue(password), "Password");
            using var key = SecretKeyInput.Read(parsed.GetValue(secretKey));
            using var renewed = parsed.GetValue(token) is { } file ? ConnectionInput.ReadToken(file) : null;
            var vault = await host.Mediator.Send(new SignIn(secret) { Remote = RemoteInput.Of(parsed), SecretKey = key, Token = renewed }, cancellationToken);
            return Answer.Line("Signed in. Nothing was sent yet; 'aurix sync now' syncs once.", new JsonObject { ["vault"] = vault.Vault.ToString() });
        });
        return command;
    }
}
