using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Gateway.Rest;

/// <summary>What else an owner may: modules, strategies, and the lock.</summary>
internal sealed class OwnerRoutes(IMediator mediator, IModuleContext context, GatewayOptions options) : IRoutes
{
    private const int MostBytes = 16 << 10; // a passphrase and its name

    public IEnumerable<Route> All =>
    [
        new("GET", "modules", AppScopes.Admin, "The modules that serve, and those that were set aside and why.", ListModulesAsync),
        new("POST", "modules/{id}/reload", AppScopes.Admin, "Loads a module anew from its folder while it serves. The gateway itself is reloaded by 'aurix module reload'.", ReloadAsync),
        new("GET", "strategies", AppScopes.Admin, "Which strategy merges which documents: the rules in force, in their order.", async call => await AnswerAsync(call, await mediator.Send(new DescribePolicy(), call.Aborted))),
        new("PUT", "strategies/{id}", AppScopes.Admin, "Sets a rule of the vault: {strategy}, and with it type, documentId, order and options.", SetRuleAsync),
        new("DELETE", "strategies/{id}", AppScopes.Admin, "Takes a rule out of the vault's policy. What was merged by it stays.", async call => await AnswerAsync(call, await mediator.Send(new RemovePolicyRule(call.Values["id"]), CancellationToken.None))),
        new("GET", "vault", AppScopes.Read, "Which vault this is, and whether its keys are locked.", DescribeAsync),
        new("POST", "vault/lock", AppScopes.Admin, "Forgets the keys until they are unlocked again.", LockAsync),
        new("POST", "vault/unlock", AppScopes.Admin, "Unlocks the keys with {passphrase}, for this process.", UnlockAsync),
    ];

    private async Task ListModulesAsync(RestCall call)
    {
        var modules = await mediator.Send(new ListModules(), call.Aborted);
        await JsonAnswer.NodeAsync(call.Exchange, 200, new JsonObject
        {
            ["modules"] = new JsonArray([.. modules.Select(module => new JsonObject
            {
                ["id"] = module.Id,
                ["role"] = module.Role,
                ["version"] = module.Version,
                ["state"] = module.State,
                ["problem"] = module.Problem,
            })]),
        });
    }

    private async Task ReloadAsync(RestCall call)
    {
        if (call.Values["id"] == context.ModuleId)
        {
            throw new Problem(409, "OwnSwap", "A module cannot wait for its own swap.", $"Run 'aurix module reload {context.ModuleId}'.");
        }

        var swapped = await mediator.Send(new ReloadModule(call.Values["id"]), CancellationToken.None);
        await JsonAnswer.NodeAsync(call.Exchange, 200, new JsonObject
        {
            ["id"] = swapped.Module,
            ["role"] = swapped.Role,
            ["before"] = swapped.Before,
            ["after"] = swapped.After,
            ["pauseMilliseconds"] = swapped.Pause.TotalMilliseconds,
            ["unloaded"] = swapped.Unloaded,
        });
    }

    private async Task SetRuleAsync(RestCall call)
    {
        using var body = await RequestBody.ReadObjectAsync(call.Exchange, options.MaxDocumentSize);
        var rule = new PolicyRule(call.Values["id"], Fields.Text(body.RootElement, "strategy") ?? throw new Problem(400, "BadBody", "'strategy' names the strategy."));
        rule = rule with
        {
            Type = Fields.Text(body.RootElement, "type") ?? rule.Type,
            DocumentId = Fields.Text(body.RootElement, "documentId") ?? rule.DocumentId,
            Order = body.RootElement.TryGetProperty("order", out var order) && order.TryGetInt32(out var place) ? place : rule.Order,
            Options = Fields.Json(body.RootElement, "options") ?? rule.Options,
        };
        await AnswerAsync(call, await mediator.Send(new PutPolicyRule(rule), CancellationToken.None));
    }

    private static Task AnswerAsync(RestCall call, PolicyDescription policy) => JsonAnswer.NodeAsync(call.Exchange, 200, new JsonObject
    {
        ["rules"] = new JsonArray([.. policy.Rules.Select(rule => new JsonObject
        {
            ["id"] = rule.Rule.Id,
            ["strategy"] = rule.Rule.Strategy,
            ["type"] = rule.Rule.Type,
            ["documentId"] = rule.Rule.DocumentId,
            ["order"] = rule.Rule.Order,
            ["options"] = JsonNode.Parse(rule.Rule.Options.Utf8.Span),
            ["source"] = rule.Source.ToString().ToLowerInvariant(),
            ["served"] = rule.IsServed,
        })]),
        ["unserved"] = new JsonArray([.. policy.Unserved.Select(type => new JsonObject { ["type"] = type.Type.Value, ["strategy"] = type.Strategy, ["documents"] = type.Documents })]),
    });

    private async Task DescribeAsync(RestCall call)
    {
        var protection = await mediator.Send(new DescribeProtection(), call.Aborted);
        var vault = protection.IsLocked ? null : await mediator.Send(new DescribeVault(), call.Aborted);
        await JsonAnswer.NodeAsync(call.Exchange, 200, new JsonObject
        {
            ["vault"] = vault?.Vault.ToString(),
            ["epoch"] = vault?.Epoch,
            ["protected"] = protection.IsProtected,
            ["locked"] = protection.IsLocked,
            ["until"] = protection.Until?.ToString("O", CultureInfo.InvariantCulture),
        });
    }

    private async Task LockAsync(RestCall call)
    {
        var locked = await mediator.Send(new LockVault(), CancellationToken.None);
        await JsonAnswer.NodeAsync(call.Exchange, 200, new JsonObject { ["changed"] = locked });
    }

    private async Task UnlockAsync(RestCall call)
    {
        using var body = await RequestBody.ReadObjectAsync(call.Exchange, Math.Min(MostBytes, options.MaxDocumentSize));
        using var passphrase = Secret.FromCharacters(Fields.Text(body.RootElement, "passphrase") ?? throw new Problem(400, "BadBody", "'passphrase' is what unlocks the keys."));
        var state = await mediator.Send(new UnlockVault(passphrase, Share: false), CancellationToken.None);
        await JsonAnswer.NodeAsync(call.Exchange, 200, new JsonObject { ["locked"] = state.IsLocked });
    }
}
