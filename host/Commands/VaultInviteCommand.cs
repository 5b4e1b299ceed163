using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class VaultInviteCommand
{
    public static Command Make()
    {
        var minutes = new Option<int>("--minutes") { Description = "How long the code is good, 1 to 60.", DefaultValueFactory = _ => 10, HelpName = "NUMBER" };
        var revoke = new Option<bool>("--revoke") { Description = "Take back every invitation that was not used." };
        var command = new Command("invite", "Let one more device of yours in by a code, without typing the password there. Whoever sees the code in that time gets in too.") { minutes, revoke };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            if (parsed.GetValue(revoke))
            {
                var were = await host.Mediator.Send(new RevokeInvitations { Remote = RemoteInput.Of(parsed) }, cancellationToken);
                return Answer.Line(were ? "Every open invitation is taken back." : "No invitation was open.", new JsonObject { ["revoked"] = were });
            }

            var invited = await host.Mediator.Send(new Invite(TimeSpan.FromMinutes(parsed.GetValue(minutes))) { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            using var secret = invited.Code;
            var code = secret.Reveal();
            var json = new JsonObject { ["address"] = invited.Address, ["user"] = invited.User, ["invitation"] = code, ["until"] = invited.Until.ToString("O", CultureInfo.InvariantCulture) };
            return new Answer(json, console =>
            {
                console.Line($"On the new device: aurix sync enable {invited.Address} --user {invited.User} --invitation");
                PrintedCode.Show(console, $"Good until {invited.Until.ToLocalTime():HH:mm}, for whoever sees it:", code, $"{invited.Address} {invited.User} {code}");
            });
        });
        return command;
    }
}
