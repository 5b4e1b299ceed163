using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>Whether everything that a head brought is still there: in the result, or in a record (conflict.md §3, conservation).</summary>
/// <remarks>
/// Counted are words of texts, names of members, and other values in arrays (<see cref="ContentCount"/>). Of each that the base had, with the most
/// that one head added, less all that heads took away, one has to be left at least. Not as many: a head that took one away and put the same in
/// elsewhere shows no change in the count, and two who put in the same say it once.
/// A number or a truth that is a member's value may be replaced by another, so that play counts can add up; that the member stays is counted.
/// Without a base every head brought all that it holds. A lossy strategy may leave out what only heads brought that it lists as discarded.
/// </remarks>
internal static class Conservation
{
    public static string? Breach(StrategyInfo info, MergeInput input, MergeOutcome.Merged merged)
    {
        var before = ContentCount.Of(input.Base is { Deleted: false } known ? known.Content : CanonicalJson.Null);
        var added = new Dictionary<Counted, int>();
        var removed = new Dictionary<Counted, int>();
        foreach (var head in input.Heads)
        {
            var counts = !info.IsLossy || !merged.Discarded.Contains(head.Revision);
            var there = ContentCount.Of(head.Deleted ? CanonicalJson.Null : head.Content);
            foreach (var (word, change) in there.Minus(before))
            {
                var (into, value) = change > 0
                    ? (added, counts ? Math.Max(added.GetValueOrDefault(word), change) : 0)
                    : (removed, removed.GetValueOrDefault(word) + change);
                into[word] = value;
            }
        }

        var kept = ContentCount.Of(merged.Deleted ? CanonicalJson.Null : merged.Content);
        foreach (var record in merged.Records)
        {
            AddRecord(kept, record, input);
        }

        var missing = before.Words.Concat(added.Keys).Distinct()
            .Where(word => kept[word] == 0 && before[word] + added.GetValueOrDefault(word) + removed.GetValueOrDefault(word) > 0)
            .ToLookup(word => word.Place is null, word => word.What);
        var lost = missing[true].Intersect(missing[false], StringComparer.Ordinal).Count();
        return lost == 0 ? null : $"{lost} words or members that a version brought are neither in the result nor in a record";
    }

    // A value too long for a record is left out of it and found in the version that the record names.
    private static void AddRecord(ContentCount kept, ConflictRecord record, MergeInput input)
    {
        foreach (var variant in record.Variants)
        {
            var head = input.Heads.First(head => head.Revision == variant.Revision);
            if (variant.Value is { } value)
            {
                kept.Add(value, record.Path);
            }
            else if (JsonPointer.Find(head.Content, record.Path) is { } there)
            {
                kept.Add(there, record.Path);
            }
        }
    }
}
