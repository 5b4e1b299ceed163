using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Hosting;
using Spectre.Console;

namespace Aurix.Platform.Host.Commands;

internal static class StrategyListCommand
{
    private const string StrategyRole = Roles.Strategy + ":";

    public static Command Make()
    {
        var command = new Command("list", "Show the strategies that are loaded, which types go to which, and documents without one.");
        command.Run(async (host, _, cancellationToken) => await DescribeAsync(host, await host.Mediator.Send(new DescribePolicy(), cancellationToken), cancellationToken));
        return command;
    }

    public static async Task<Answer> DescribeAsync(AurixHost host, PolicyDescription policy, CancellationToken cancellationToken)
    {
        var loaded = await host.Mediator.Send(new ListStrategies(), cancellationToken);
        var modules = (await host.Mediator.Send(new ListModules(), cancellationToken)).Where(module => module.Role.StartsWith(StrategyRole, StringComparison.Ordinal)).ToList();
        var json = new JsonObject
        {
            ["loaded"] = new JsonArray([.. loaded.Select(strategy => new JsonObject { ["id"] = strategy.Id, ["version"] = strategy.Version, ["summary"] = strategy.Summary })]),
            ["modules"] = new JsonArray([.. modules.Select(Json)]),
            ["rules"] = new JsonArray([.. policy.Rules.Select(Json)]),
            ["unserved"] = new JsonArray([.. policy.Unserved.Select(type => new JsonObject { ["type"] = type.Type.Value, ["strategy"] = type.Strategy, ["documents"] = type.Documents })]),
        };
        return new Answer(json, console => Show(console, [.. loaded], modules, policy));
    }

    /// <summary>The lines about documents without a strategy, none where there is no vault.</summary>
    public static async Task<List<string>> UnservedAsync(AurixHost host, CancellationToken cancellationToken) =>
        await host.Mediator.Send(new DescribeVault(), cancellationToken) is null
            ? []
            : [.. Unserved(await host.Mediator.Send(new DescribePolicy(), cancellationToken))];

    /// <summary>The lines about documents without a strategy.</summary>
    public static IEnumerable<string> Unserved(PolicyDescription policy) =>
        policy.Unserved.Select(type => $"No strategy for {type.Documents} documents of type '{type.Type}': '{type.Strategy}' is not loaded. Their conflicts wait; nothing is lost.");

    private static JsonNode Json(RuleInForce one) => new JsonObject
    {
        ["id"] = one.Rule.Id,
        ["source"] = Source(one.Source),
        ["order"] = one.Rule.Order,
        ["type"] = one.Rule.Type,
        ["document"] = one.Rule.DocumentId,
        ["strategy"] = one.Rule.Strategy,
        ["served"] = one.IsServed,
        ["options"] = JsonNode.Parse(one.Rule.Options.Utf8.Span),
        ["fallback"] = new JsonArray([.. one.Rule.Fallback.Select(strategy => JsonValue.Create(strategy))]),
    };

    private static string Source(RuleSource source) => source switch
    {
        RuleSource.Vault => "vault",
        RuleSource.Device => "this device",
        _ => "built in",
    };

    private static JsonNode Json(ModuleDescription module) => new JsonObject
    {
        ["strategy"] = module.Role[StrategyRole.Length..],
        ["module"] = module.Id,
        ["state"] = module.State,
        ["hash"] = module.Hash,
        ["folder"] = module.Folder,
        ["problem"] = module.Problem,
    };

    private static void Show(IAnsiConsole console, List<StrategyInfo> loaded, List<ModuleDescription> modules, PolicyDescription policy)
    {
        var strategies = Tables.Make("strategy", "version", "state", "assembly", "what it does");
        foreach (var module in modules)
        {
            var id = module.Role[StrategyRole.Length..];
            var serving = module.Problem is null ? loaded.Find(strategy => strategy.Id == id) : null;
            strategies.Row(id, serving?.Version.ToString(CultureInfo.InvariantCulture) ?? "", module.State, module.Hash[..12], serving?.Summary ?? "");
        }

        var rules = Tables.Make("rule", "from", "type", "id", "goes to", "told");
        foreach (var one in policy.Rules)
        {
            var rule = one.Rule;
            rules.Row(rule.Id, Source(one.Source), rule.Type, rule.DocumentId, one.IsServed ? rule.Strategy : $"{rule.Strategy} (not loaded)", rule.Options.ToText());
        }

        console.Write(strategies);
        foreach (var module in modules.Where(module => module.Problem is not null))
        {
            console.Line($"{module.Id} was set aside: {module.Problem}");
        }

        console.Write(rules);
        foreach (var line in Unserved(policy))
        {
            console.Line(line);
        }
    }
}
