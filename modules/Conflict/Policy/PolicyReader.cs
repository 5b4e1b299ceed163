using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Policy;

/// <summary>Reads the policy from the vault, this device's rules and default from its settings, and the loaded strategies from the host.</summary>
internal sealed class PolicyReader(IMediator mediator, ConflictOptions options)
{
    public async Task<PolicyInForce> ReadAsync(CancellationToken cancellationToken)
    {
        var loaded = (await mediator.Send(new ListStrategies(), cancellationToken)).ToImmutableDictionary(strategy => strategy.Id, StringComparer.Ordinal);
        var (rules, stamp) = await ReadVaultAsync(cancellationToken);
        IEnumerable<(PolicyRule Rule, RuleSource Source)> all =
        [
            .. rules.OrderBy(rule => rule.Order).ThenBy(rule => rule.Id, StringComparer.Ordinal).Select(rule => (rule, RuleSource.Vault)),
            .. options.Rules.Select(rule => (rule, RuleSource.Device)), // in the order in which their owner wrote them
            .. options.Default is { } strategy ? [(new PolicyRule("device", strategy), RuleSource.Device)] : Array.Empty<(PolicyRule, RuleSource)>(),
            .. BuiltInRules.All.Select(rule => (rule, RuleSource.BuiltIn)),
        ];
        return new(
            [.. all.Select(one => new RuleInForce(one.Rule, one.Source, PolicyInForce.Serves(one.Rule, loaded)))],
            stamp,
            loaded,
            await SetAsideAsync(cancellationToken));
    }

    /// <summary>The rules that the vault's own document holds; none where there is no such document.</summary>
    public async Task<(ImmutableArray<PolicyRule> Rules, HybridTimestamp? Stamp)> ReadVaultAsync(CancellationToken cancellationToken) =>
        await mediator.Send(new GetDocument(PolicyDocument.Id), cancellationToken) is GetOutcome.Found { Body.Deleted: false } found
            ? (PolicyDocument.Read(found.Body.Content), found.Body.Stamp)
            : ([], null);

    private async Task<ImmutableHashSet<string>> SetAsideAsync(CancellationToken cancellationToken)
    {
        const string Prefix = Roles.Strategy + ":";
        var modules = await mediator.Send(new ListModules(), cancellationToken);
        return [.. modules.Where(module => module.Problem is not null && module.Role.StartsWith(Prefix, StringComparison.Ordinal)).Select(module => module.Role[Prefix.Length..])];
    }
}
