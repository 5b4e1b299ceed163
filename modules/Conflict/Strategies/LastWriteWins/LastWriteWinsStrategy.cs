using System.Text.Json;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Strategies.LastWriteWins;

/// <summary>The version edited last wins whole: content, files, deletion. The others are kept behind it.</summary>
/// <remarks>
/// "Last" by hybrid timestamp: wall clock, counter, actor. Unique per edit, so there is never a tie, and inherited by merges,
/// so joining in any order gives the same. Unless the option <c>deletes</c> says <c>by-time</c>, a delete loses against an edit that did not know
/// of it: bringing back a document costs one key press, and losing an hour's work costs the hour (conflict.md §4.1, <c>edit-wins</c>).
/// </remarks>
public sealed class LastWriteWinsStrategy : IConflictStrategy
{
    /// <inheritdoc/>
    public StrategyInfo Info { get; } = new("aurix.lww", Version: 1, Priority: 10, IsLossy: true, NeedsBase: false, "The version edited last wins; the others are kept and can be restored.");

    /// <inheritdoc/>
    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (ReadDeletes(input.Options) is not { } editWins)
        {
            return new MergeOutcome.Decline("The policy rule's option 'deletes' is neither edit-wins nor by-time.");
        }

        var edited = input.Heads.Where(head => !head.Deleted).ToList();
        var winner = (editWins && edited.Count > 0 ? edited : [.. input.Heads]).MaxBy(head => head.Stamp)!;
        var discarded = input.Heads.Where(head => head.Revision != winner.Revision).Select(head => head.Revision);
        return new MergeOutcome.Merged(winner.Content, winner.Deleted, winner.Attachments, [], [.. discarded]);
    }

    /// <summary>Whether an edit outlives any delete; nothing when the option is not understood, since a guess could delete.</summary>
    private static bool? ReadDeletes(CanonicalJson options)
    {
        using var read = JsonDocument.Parse(options.Utf8);
        if (read.RootElement.ValueKind != JsonValueKind.Object || !read.RootElement.TryGetProperty("deletes", out var deletes))
        {
            return true;
        }

        return deletes.ValueKind != JsonValueKind.String ? null : deletes.GetString() switch
        {
            "edit-wins" => true,
            "by-time" => false,
            _ => null,
        };
    }
}
