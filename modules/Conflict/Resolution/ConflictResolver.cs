using System.Collections.Immutable;
using System.Security.Cryptography;
using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict.Resolution;

/// <summary>Finds who settles a conflict and asks them: the rule's strategy, its fallbacks, and last the one that cannot fail (conflict.md §5).</summary>
internal sealed class ConflictResolver(StrategyCall strategies, Patience patience)
{
    public async Task<Settlement> ResolveAsync(MetVersions conflict, PolicyInForce policy, CancellationToken cancellationToken)
    {
        var inForce = policy.RuleFor(conflict.Type, conflict.Id);
        var rule = inForce.Rule;
        if (rule.MaxSchema is { } most && conflict.Schema > most)
        {
            return new Settlement.Wait($"its schema {conflict.Schema} is newer than the rule '{rule.Id}' was made for ({most})");
        }

        // Broken here is not missing: it will not come, and where it works its merge outranks what stands in for it.
        var isProvisional = !inForce.IsServed;
        if (isProvisional && !policy.SetAside.Contains(rule.Strategy) && !patience.HasWaited(conflict.Id, rule.WaitForMissing))
        {
            return new Settlement.Wait($"the strategy '{rule.Strategy}' is not loaded{VersionWanted(rule)}");
        }

        var reasons = new List<string>();
        foreach (var strategy in Chain(inForce, policy))
        {
            var options = strategy.Id == rule.Strategy ? rule.Options : CanonicalJson.EmptyObject;
            var joined = await strategies.JoinAsync(strategy, options, conflict, cancellationToken);
            if (joined.Quality < BaseQuality.Exact && joined.Outcome is MergeOutcome.Merged && !patience.HasGrace(conflict.Id))
            {
                return new Settlement.Wait("what the versions grew from is not here; another device may bring it");
            }

            var provenance = new MergeProvenance(strategy.Id, strategy.Version, strategy.Priority, HashOf(options), policy.StampOf(inForce), joined.Quality, isProvisional);
            switch (joined.Outcome)
            {
                case MergeOutcome.Merged merged:
                    return new Settlement.Join(merged, provenance);
                case MergeOutcome.KeepBoth keep when conflict.Heads.Any(head => head.Revision == keep.Main):
                    return new Settlement.Copy(keep.Main, provenance);
                case MergeOutcome.NeedsHuman needs:
                    return new Settlement.Wait($"'{strategy.Id}' asks its owner: {needs.Reason}");
                default:
                    reasons.Add($"'{strategy.Id}' declined: {(joined.Outcome as MergeOutcome.Decline)?.Reason ?? "it keeps a version that did not meet"}");
                    break;
            }
        }

        return new Settlement.Wait(reasons.Count > 0 ? string.Join("; ", reasons) : $"the strategy '{rule.Strategy}' is not loaded, and none that could stand in for it");
    }

    private static IEnumerable<StrategyInfo> Chain(RuleInForce inForce, PolicyInForce policy)
    {
        var rule = inForce.Rule;
        IEnumerable<string> ids = [.. inForce.IsServed ? [rule.Strategy] : Array.Empty<string>(), .. rule.Fallback, BuiltInRules.LastResort];
        return ids.Distinct(StringComparer.Ordinal)
            .Where(id => inForce.IsServed || id != rule.Strategy)
            .Select(id => policy.Loaded.GetValueOrDefault(id))
            .OfType<StrategyInfo>();
    }

    private static string VersionWanted(PolicyRule rule) => (rule.MinVersion, rule.BelowVersion) switch
    {
        (1, null) => "",
        (var least, null) => $" in version {least} or later",
        var (least, below) => $" in version {least} to below {below}",
    };

    /// <summary>Sixteen hex digits over the options, nothing for none.</summary>
    private static string HashOf(CanonicalJson options) =>
        options.Equals(CanonicalJson.EmptyObject) ? "" : Convert.ToHexStringLower(SHA256.HashData(options.Utf8.Span).AsSpan(0, 8));
}
