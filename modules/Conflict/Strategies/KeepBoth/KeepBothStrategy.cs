using Aurix.Platform.Conflict;

namespace Aurix.Platform.Strategies.KeepBoth;

/// <summary>The version edited last stays, and each of the others becomes a document of its own (conflict.md §4.4).</summary>
/// <remarks>The last resort: it looks at nothing but stamps, so it cannot fail. A deleted version stays only if all are; bringing back a copy nobody asked for is cheaper than losing one.</remarks>
public sealed class KeepBothStrategy : IConflictStrategy
{
    /// <inheritdoc/>
    public StrategyInfo Info { get; } = new("aurix.keep-both", Version: 1, Priority: 5, IsLossy: false, NeedsBase: false, "The version edited last stays; each of the others becomes a document of its own.");

    /// <inheritdoc/>
    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        ArgumentNullException.ThrowIfNull(input);
        var main = input.Heads.OrderBy(head => !head.Deleted).ThenBy(head => head.Stamp).ThenBy(head => head.Revision).Last();
        return input.Heads.All(head => IsLike(main, head))
            ? new MergeOutcome.Merged(main.Content, main.Deleted, main.Attachments, [], [])
            : new MergeOutcome.KeepBoth(main.Revision);
    }

    // Copies of one thing would be noise.
    private static bool IsLike(MergeHead one, MergeHead other) =>
        one.Deleted == other.Deleted
        && one.Content.Equals(other.Content)
        && one.Attachments.Count == other.Attachments.Count
        && one.Attachments.All(file => other.Attachments.TryGetValue(file.Key, out var there) && there == file.Value);
}
