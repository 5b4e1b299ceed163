using Aurix.Platform.Conflict;
using Aurix.Platform.Merging.Json;

namespace Aurix.Platform.Strategies.Json;

/// <summary>Joins two versions field by field against what they grew from; the policy's options say what a field is (docs/conflict-options.md).</summary>
/// <remarks>
/// One side's change stands, always. Where both changed one value the field's type decides, and what is not in the result is in a record.
/// Raise the version with any change that could change a result, the fuel among them.
/// </remarks>
public sealed class JsonStrategy : IConflictStrategy
{
    /// <inheritdoc/>
    public StrategyInfo Info { get; } = new("aurix.json", Version: 1, Priority: 20, IsLossy: false, NeedsBase: true, "Joins versions field by field; what both changed is decided by the field's type, and the other is written down.");

    /// <inheritdoc/>
    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        ArgumentNullException.ThrowIfNull(input);
        return JsonMerge.Merge(input, JsonMergeRules.Parse(input.Options), fuel);
    }
}
