using System.Collections.Immutable;
using Aurix.Platform.Conflict;

namespace Aurix.Platform.Merging.Text;

/// <summary>A merged text.</summary>
/// <param name="Text">The text, without any marks.</param>
/// <param name="Records">The choices that were made, in the order of their places.</param>
public sealed record TextMergeResult(string Text, ImmutableArray<ConflictRecord> Records)
{
    /// <summary>The size, not the content.</summary>
    public override string ToString() => $"{nameof(TextMergeResult)} of {Text.Length} characters, {Records.Length} records";
}
