using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Gateway;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class AppRevokeCommand
{
    public static Command Make()
    {
        var name = new Argument<string>("name") { Description = "The app, as 'aurix app list' shows it." };
        var command = new Command("revoke", "End an app's token: from its next request on it is let in no more.") { name };
        command.RunLocked(async (host, parsed, cancellationToken) =>
        {
            var revoked = await host.Mediator.Send(new RevokeApp(parsed.GetValue(name)!), cancellationToken);
            return Answer.Line(revoked ? "Its token has ended." : "There is no such app.", new JsonObject { ["revoked"] = revoked });
        });
        return command;
    }
}
