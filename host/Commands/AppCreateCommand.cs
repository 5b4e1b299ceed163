using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Gateway;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class AppCreateCommand
{
    public static Command Make()
    {
        var name = new Argument<string>("name") { Description = "What you call the app." };
        var scopes = new Option<string[]>("--scope")
        {
            Description = "What it may do: read, write, sync, admin. Default: read and write.",
            DefaultValueFactory = _ => ["read", "write"],
            AllowMultipleArgumentsPerToken = true,
            HelpName = "SCOPE",
        };
        var command = new Command("create", "Give an app a token, which is shown this once. An app of that name gets a new one, and its old one ends.") { name, scopes };
        command.RunLocked(async (host, parsed, cancellationToken) =>
        {
            using var secret = await host.Mediator.Send(new CreateApp(parsed.GetValue(name)!, AppScopeInput.Read(parsed.GetValue(scopes)!)), cancellationToken);
            var token = Encoding.UTF8.GetString(secret.Utf8);
            return new Answer(new JsonObject { ["name"] = parsed.GetValue(name), ["token"] = token }, console =>
            {
                console.Line(token);
                console.Line("That is the token; it is not shown again. As a password in a PouchDB's address: http://NAME:SECRET@127.0.0.1:PORT/mirror");
            });
        });
        return command;
    }
}
