using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict.Policy;

/// <summary>The policy and the loaded strategies, read once at the start of a run: a swap affects only later merges.</summary>
/// <param name="Default">The strategy for types without a rule.</param>
/// <param name="Rules">By type.</param>
/// <param name="Stamp">When the policy was last changed, null for the built-in one.</param>
/// <param name="Loaded">The strategies that are loaded, by id.</param>
internal sealed record PolicyInForce(
    string Default,
    ImmutableSortedDictionary<string, string> Rules,
    HybridTimestamp? Stamp,
    ImmutableDictionary<string, StrategyInfo> Loaded)
{
    public const string BuiltInDefault = "aurix.lww";

    /// <summary>The strategy that a type's conflicts go to.</summary>
    /// <remarks>The policy's own conflicts always go to the built-in one: a policy that decided on itself could lock everybody out.</remarks>
    public string RuleFor(DocumentType type) =>
        type == DocumentType.Policy ? BuiltInDefault : Rules.GetValueOrDefault(type.Value, Default);

    public StrategyInfo? Find(string strategy) => Loaded.GetValueOrDefault(strategy);
}
