using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Trust;

namespace Aurix.Platform.Host.Commands;

internal static class ModuleTrustedCommand
{
    public static Command Make()
    {
        var command = new Command("trusted", "Show which modules and publishers may run code here, besides Aurix's own.");
        command.RunUnstarted((request, _, _) =>
        {
            var trusted = new TrustFile(ConfigurationReader.Read(request).HostFolder).Read();
            var table = Tables.Make("", "name", "SHA-256 of its content or key", "since (UTC)");
            foreach (var module in trusted.Modules)
            {
                table.Row("module", module.Id, module.Sha256, Tables.Time(module.When));
            }

            foreach (var publisher in trusted.Publishers)
            {
                table.Row("publisher", publisher.Name, publisher.Fingerprint, Tables.Time(publisher.When));
            }

            var json = new JsonObject
            {
                ["modules"] = new JsonArray([.. trusted.Modules.Select(module => new JsonObject { ["id"] = module.Id, ["sha256"] = module.Sha256, ["when"] = module.When })]),
                ["publishers"] = new JsonArray([.. trusted.Publishers.Select(publisher => new JsonObject { ["name"] = publisher.Name, ["fingerprint"] = publisher.Fingerprint, ["when"] = publisher.When })]),
            };
            return Task.FromResult(new Answer(json, console =>
            {
                if (table.Rows.Count > 0)
                {
                    console.Write(table);
                }
                else
                {
                    console.Line("Only Aurix's own modules run here.");
                }
            }));
        });
        return command;
    }
}
