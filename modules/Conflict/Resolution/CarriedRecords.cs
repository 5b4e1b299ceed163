using System.Collections.Immutable;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict.Resolution;

/// <summary>Which open records a merge carries: those that a head brings and no other head has settled, and the merge's own (conflict.md §4.5, P17).</summary>
internal static class CarriedRecords
{
    /// <summary>All records of a head together, in bytes; beyond it the values are left out and found in the kept versions.</summary>
    private const int MaxBytes = 64 * 1024;

    public static ImmutableArray<CanonicalJson> Of(MetVersions conflict, IEnumerable<ConflictRecord> made, string madeBy)
    {
        var carried = new SortedDictionary<string, CanonicalJson>(StringComparer.Ordinal);
        foreach (var record in conflict.Heads.SelectMany(head => head.Body.OpenRecords))
        {
            var id = ConflictRecordCodec.IdOf(record);
            if (!conflict.Heads.Any(head => HasSettled(head, id, conflict)))
            {
                carried[id] = record;
            }
        }

        foreach (var record in made)
        {
            carried[record.Id] = ConflictRecordCodec.Encode(Bounded(record) with { Strategy = madeBy });
        }

        return carried.Values.Sum(record => record.Utf8.Length) <= MaxBytes
            ? [.. carried.Values]
            : [.. carried.Values.Select(WithoutValues)];
    }

    /// <summary>A head that contains the merge which made a record, and carries it no more, has settled it: an answer wins over a question left alone.</summary>
    private static bool HasSettled(Candidate head, string id, MetVersions conflict) =>
        !head.Body.OpenRecords.Any(record => ConflictRecordCodec.IdOf(record) == id)
        && conflict.Stored.Any(version => version.Body.Causes.IsSubsetOf(head.Body.Causes) && version.Body.OpenRecords.Any(record => ConflictRecordCodec.IdOf(record) == id));

    private static ConflictRecord Bounded(ConflictRecord record) => record with
    {
        Base = Bounded(record.Base),
        Variants = [.. record.Variants.Select(variant => variant with { Value = Bounded(variant.Value) })],
    };

    private static CanonicalJson? Bounded(CanonicalJson? value) => value is { Utf8.Length: <= ConflictRecord.MaxValueBytes } ? value : null;

    private static CanonicalJson WithoutValues(CanonicalJson json) => ConflictRecordCodec.Decode(json) is { } record
        ? ConflictRecordCodec.Encode(record with { Base = null, Variants = [.. record.Variants.Select(variant => variant with { Value = null })] })
        : json;
}
