using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;
using Spectre.Console;

namespace Aurix.Platform.Host.Commands;

internal static class SyncEnableCommand
{
    public static Command Make()
    {
        var signIn = new SyncSignIn();
        var yes = Consent.Option("documents may leave this device");
        var command = new Command("enable", "Opt in: log in, join the vault on the server, see what will leave this device and who will see what, and say yes. Sends no document yet.") { yes };
        signIn.AddTo(command);
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var signsIn = signIn.IsWanted(parsed);
            Consent.DemandSomebody(parsed, yes);
            var outcome = signsIn ? await signIn.RunAsync(host, parsed, cancellationToken) : null;
            var preview = await host.Mediator.Send(new PreviewSync { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            var json = new JsonObject
            {
                ["vault"] = outcome?.Vault.ToString(),
                ["recoveryCode"] = outcome?.RecoveryCode,
                ["secretKey"] = outcome?.SecretKey,
                ["reissued"] = outcome?.Reissued,
                ["leaves"] = SyncPreviewText.Json(preview),
            };
            if (parsed.GetValue(yes))
            {
                await host.Mediator.Send(new ConfirmSync { Remote = RemoteInput.Of(parsed) }, cancellationToken);
                json["enabled"] = true;
                return new Answer(json, console =>
                {
                    outcome?.Show(console);
                    SyncPreviewText.Show(console, preview);
                    Enabled(console);
                });
            }

            // Before the question: the code is shown once, and whoever is asked may walk away.
            outcome?.Show(AnsiConsole.Console);
            SyncPreviewText.Show(AnsiConsole.Console, preview);
            var isYes = Consent.Ask("May this leave the device?");
            json["enabled"] = isYes;
            if (isYes)
            {
                await host.Mediator.Send(new ConfirmSync { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            }

            return new Answer(json, isYes ? Enabled : console => console.Line("Nothing leaves. This device is signed in; 'aurix sync enable' asks again, 'aurix sync disable' forgets the account."));
        });
        return command;
    }

    private static void Enabled(IAnsiConsole console) => console.Line("Sync is on. Nothing was sent yet: 'aurix sync now' syncs once, 'aurix run' keeps syncing.");
}
