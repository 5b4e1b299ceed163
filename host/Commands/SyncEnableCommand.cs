using System.CommandLine;
using System.Text.Json.Nodes;
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
        var command = new Command("enable", "Opt in: log in, and join the vault on the server. Sends no document yet.") { address, user, password, create };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            using var secret = PasswordInput.Read(parsed.GetValue(password), "Password");
            var outcome = await host.Mediator.Send(new EnableSync(parsed.GetValue(address)!, parsed.GetValue(user)!, secret, parsed.GetValue(create)), cancellationToken);
            using var recovery = outcome.RecoveryCode;
            var code = recovery?.Reveal();
            var json = new JsonObject { ["vault"] = outcome.Vault.ToString(), ["recoveryCode"] = code, ["reissued"] = outcome.Reissued?.Documents };
            return new Answer(json, console =>
            {
                if (code is not null)
                {
                    console.Line("The vault is on the server now, wrapped under your password.");
                    console.Line("Recovery code, shown only this once. It opens the vault if the password is forgotten; keep it on paper:");
                    console.Line();
                    console.Line("  " + code);
                    console.Line();
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
        });
        return command;
    }
}
