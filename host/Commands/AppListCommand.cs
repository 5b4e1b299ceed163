using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Gateway;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class AppListCommand
{
    public static Command Make()
    {
        var command = new Command("list", "The apps that have a token, and what each may do.");
        command.RunLocked(async (host, _, cancellationToken) =>
        {
            var apps = await host.Mediator.Send(new ListApps(), cancellationToken);
            var json = new JsonArray([.. apps.Select(app => new JsonObject
            {
                ["name"] = app.Name,
                ["scopes"] = new JsonArray([.. AppScopeInput.Words(app.Scopes).Select(word => JsonValue.Create(word))]),
                ["created"] = app.Created.ToString("O", CultureInfo.InvariantCulture),
            })]);
            return new Answer(json, console =>
            {
                var table = Tables.Make("app", "may", "since");
                foreach (var app in apps)
                {
                    table.Row(app.Name, string.Join(", ", AppScopeInput.Words(app.Scopes)), app.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
                }

                console.Write(table);
            });
        });
        return command;
    }
}
