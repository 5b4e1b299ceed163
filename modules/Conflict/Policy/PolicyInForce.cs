using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict.Policy;

/// <summary>The policy and the loaded strategies, read once at the start of a run: a swap affects only later merges.</summary>
/// <param name="Rules">In the order in which they are tried; the last fits everything.</param>
/// <param name="Stamp">When the vault's policy was last changed, null when it has none.</param>
/// <param name="Loaded">The strategies that serve, by id.</param>
/// <param name="SetAside">Strategies that broke their contract here.</param>
internal sealed record PolicyInForce(
    ImmutableArray<RuleInForce> Rules,
    HybridTimestamp? Stamp,
    ImmutableDictionary<string, StrategyInfo> Loaded,
    ImmutableHashSet<string> SetAside)
{
    /// <summary>The rule that a document's conflicts go by.</summary>
    public RuleInForce RuleFor(DocumentType type, DocumentId id) => type == DocumentType.Policy
        ? new(BuiltInRules.ForThePolicy, RuleSource.BuiltIn, Serves(BuiltInRules.ForThePolicy, Loaded))
        : Rules.First(rule => Wildcard.Fits(rule.Rule.Type, type.Value) && Wildcard.Fits(rule.Rule.DocumentId, id.Value));

    /// <summary>The stamp that a merge by this rule records: of the vault's policy, if the rule is from there.</summary>
    public HybridTimestamp? StampOf(RuleInForce rule) => rule.Source is RuleSource.Vault ? Stamp : null;

    /// <summary>Whether a rule's own strategy is here, in a version that it allows.</summary>
    public static bool Serves(PolicyRule rule, ImmutableDictionary<string, StrategyInfo> loaded) =>
        loaded.TryGetValue(rule.Strategy, out var strategy) && strategy.Version >= rule.MinVersion && (rule.BelowVersion is not { } below || strategy.Version < below);
}
