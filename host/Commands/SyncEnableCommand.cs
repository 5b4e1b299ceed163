using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class SyncEnableCommand
{
    public static Command Make()
    {
        var address = new Argument<string>("address") { Description = "Server and database, such as https://example.org/aurix-k3f9q2mz." };
        var user = new Option<string>("--user") { Description = "The account on that server.", Required = true, HelpName = "NAME" };
        var password = PasswordInput.Option();
        var create = new Option<bool>("--new") { Description = "This is the first device: put the vault's wrapped keys on the server." };
        var makeKey = new Option<bool>("--with-secret-key") { Description = "With --new, for a database whose name ends in -sk: make a Secret Key that takes part in the keys beside the password." };
        var secretKey = SecretKeyInput.Option();
        var login = PasswordInput.Option("--login-file", "account's password on the server, where an administrator set one; it is replaced");
        var invited = new Option<bool>("--invitation") { Description = "Ask for an invitation's code (N1…) in place of the password." };
        var invitation = new Option<string?>("--invitation-file") { Description = "Read an invitation's code from the first line of this file; '-' for the next line of standard input.", HelpName = "FILE" };
        var weak = new Option<bool>("--weak-password-anyway") { Description = "With --new: take a password that could be guessed." };
        var command = new Command("enable", "Opt in: log in, and join the vault on the server. Sends no document yet.") { address, user, password, create, makeKey, secretKey, login, invited, invitation, weak };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var isNew = parsed.GetValue(create);
            if (isNew && (parsed.GetValue(invited) || parsed.GetValue(invitation) is not null))
            {
                throw new UsageException("BadUsage", "An invitation lets a device into a vault that is there, and --new makes one.", "Leave out one of the two.");
            }

            if (parsed.GetValue(makeKey) && (!isNew || parsed.GetValue(secretKey) is not null))
            {
                throw new UsageException("BadUsage", "--with-secret-key makes a new Secret Key, so it goes with --new and without --secret-key-file.", "To join a vault that has one, give it with --secret-key-file.");
            }

            var isInvitation = parsed.GetValue(invited) || parsed.GetValue(invitation) is not null;
            using var secret = isInvitation
                ? PasswordInput.Read(parsed.GetValue(invitation), "Invitation")
                : PasswordInput.Read(parsed.GetValue(password), "Password");
            using var temporary = parsed.GetValue(login) is { } file ? PasswordInput.Read(file, "The account's password on the server") : null;
            using var key = parsed.GetValue(makeKey) ? await host.Mediator.Send(new MakeSecretKey(), cancellationToken) : SecretKeyInput.Read(parsed.GetValue(secretKey));

            // With a Secret Key nobody but its owner can try passwords, so any is taken.
            PasswordGate.Check(secret, anyway: !isNew || key is not null || parsed.GetValue(weak));
            var enable = new EnableSync(parsed.GetValue(address)!, parsed.GetValue(user)!, secret, isNew) { SecretKey = key, ServerPassword = temporary, IsInvitation = isInvitation };
            var outcome = await host.Mediator.Send(enable, cancellationToken);
            return Tell(outcome, parsed.GetValue(makeKey) ? key!.Reveal() : null);
        });
        return command;
    }

    private static Answer Tell(EnableOutcome outcome, string? secretKey)
    {
        using var recovery = outcome.RecoveryCode;
        var code = recovery?.Reveal();
        var json = new JsonObject { ["vault"] = outcome.Vault.ToString(), ["recoveryCode"] = code, ["secretKey"] = secretKey, ["reissued"] = outcome.Reissued?.Documents };
        return new Answer(json, console =>
        {
            if (code is not null)
            {
                console.Line("The vault is on the server now, wrapped under your password.");
                PrintedCode.Show(console, "Recovery code, shown only this once. It opens the vault if the password is forgotten; keep it on paper:", code);
                if (secretKey is not null)
                {
                    PrintedCode.Show(console, "Secret Key, shown only this once. Each new device needs it beside the password; keep it on paper, in another place:", secretKey);
                }
            }
            else
            {
                console.Line("Joined the vault on the server.");
                if (outcome.Reissued is { Documents: > 0 } reissued)
                {
                    console.Line($"{reissued.Documents} documents of this device were taken along.");
                }
            }

            console.Line("Nothing was sent yet. 'aurix sync now' syncs once, 'aurix run' keeps syncing.");
        });
    }
}
