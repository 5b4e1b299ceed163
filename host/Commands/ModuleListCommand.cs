using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Commands;

internal static class ModuleListCommand
{
    public static Command Make()
    {
        var command = new Command("list", "Show every module with its role, version, state and load context.");
        command.Run(async (host, _, cancellationToken) =>
        {
            var modules = await host.Mediator.Send(new ListModules(), cancellationToken);
            var unserved = await StrategyListCommand.UnservedAsync(host, cancellationToken);
            var table = Tables.Make("module", "role", "version", "state", "load context");
            foreach (var module in modules)
            {
                table.Row(module.Id, module.Role, module.Version, module.State, module.LoadContext);
            }

            return new Answer(new JsonArray([.. modules.Select(Json)]), console =>
            {
                console.Write(table);
                foreach (var module in modules.Where(module => module.Problem is not null))
                {
                    console.Line(module.State == "quarantined" ? $"{module.Id} was set aside: {module.Problem}" : $"{module.Id}: {module.Problem}");
                }

                unserved.ForEach(console.Line);
            });
        });
        return command;
    }

    private static JsonNode Json(ModuleDescription module) => new JsonObject
    {
        ["id"] = module.Id,
        ["role"] = module.Role,
        ["version"] = module.Version,
        ["state"] = module.State,
        ["loadContext"] = module.LoadContext,
        ["folder"] = module.Folder,
        ["problem"] = module.Problem,
    };
}
