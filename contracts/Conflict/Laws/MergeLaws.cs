using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>The rules of <see cref="IConflictStrategy"/> as checks: the host makes them while a strategy runs, the law suite makes them before anybody runs it.</summary>
public static class MergeLaws
{
    /// <summary>What a result may be larger than four times its inputs by: short documents with records outgrow their inputs.</summary>
    public const int SizeAllowance = 64 * 1024;

    /// <summary>What is wrong with an outcome by itself, null when nothing is. The sentence names places and counts, never content.</summary>
    public static string? Breach(StrategyInfo info, MergeInput input, MergeOutcome? outcome) => ShapeBreach(input, outcome) ?? LossBreach(info, input, outcome!);

    /// <summary>Whether the outcome is made of what came in: canonical, of a sane size, with no file and no version out of nowhere. Null when it is.</summary>
    public static string? ShapeBreach(MergeInput input, MergeOutcome? outcome)
    {
        ArgumentNullException.ThrowIfNull(input);
        return outcome switch
        {
            null => "it answered nothing",
            MergeOutcome.Merged merged => ResultShape.Breach(input, merged),
            MergeOutcome.KeepBoth both when !input.Heads.Any(head => head.Revision == both.Main) => "it keeps a version that is none of the heads",
            _ => null,
        };
    }

    /// <summary>Whether an outcome of sound shape left something out that a head brought, and said so nowhere. Null when it did not.</summary>
    public static string? LossBreach(StrategyInfo info, MergeInput input, MergeOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(input);
        return outcome is MergeOutcome.Merged merged ? Conservation.Breach(info, input, merged) : null;
    }

    /// <summary>What is different between two outcomes that must be the same, null when nothing is. The order of records and of discarded heads says nothing.</summary>
    public static string? Difference(MergeOutcome? one, MergeOutcome? other) => (one, other) switch
    {
        (MergeOutcome.Merged a, MergeOutcome.Merged b) => Difference(a, b),
        (MergeOutcome.KeepBoth a, MergeOutcome.KeepBoth b) => a.Main == b.Main ? null : "which version stays",
        _ => one?.GetType() == other?.GetType() ? null : "the kind of outcome",
    };

    private static string? Difference(MergeOutcome.Merged one, MergeOutcome.Merged other)
    {
        if (!one.Content.Equals(other.Content))
        {
            return "the content";
        }

        if (one.Deleted != other.Deleted)
        {
            return "whether the document is deleted";
        }

        if (!SameFiles(one.Attachments, other.Attachments))
        {
            return "the files";
        }

        if (!Choices(one).SequenceEqual(Choices(other)))
        {
            return "the records";
        }

        return one.Discarded.Order().SequenceEqual(other.Discarded.Order()) ? null : "the discarded versions";
    }

    internal static bool SameFiles(ImmutableSortedDictionary<string, Attachment> one, ImmutableSortedDictionary<string, Attachment> other) =>
        one.Count == other.Count && one.All(file => other.TryGetValue(file.Key, out var there) && there == file.Value);

    private static IEnumerable<(string Id, Revision? Chosen, TextAnchor? Anchor)> Choices(MergeOutcome.Merged merged) =>
        merged.Records.OrderBy(record => record.Id, StringComparer.Ordinal).Select(record => (record.Id, record.Chosen, record.Anchor));
}
