using Aurix.Platform.Conflict;
using Aurix.Platform.Merging.Json;

namespace Aurix.Platform.Strategies.Text;

/// <summary>Joins two versions of a text word by word against what they grew from. For documents that are a text, or hold nothing but texts.</summary>
/// <remarks>
/// The content is a JSON string, or anything else: then every string in it is a text unless the policy's options say otherwise, and the rest is
/// joined as <c>aurix.json</c> does. The option <c>"grain":"line"</c> compares lines, for code.
/// Raise the version with any change that could change a result: the tokens (<c>tok/1</c>), the fuel, the thresholds of the weave.
/// </remarks>
public sealed class TextStrategy : IConflictStrategy
{
    /// <inheritdoc/>
    public StrategyInfo Info { get; } = new("aurix.text", Version: 1, Priority: 20, IsLossy: false, NeedsBase: true, "Joins texts word by word; changes of both stand, and where they collide it is written down.");

    /// <inheritdoc/>
    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        ArgumentNullException.ThrowIfNull(input);
        return JsonMerge.Merge(input, JsonMergeRules.TextEverywhere(input.Options), fuel);
    }
}
