using System.Collections.Immutable;
using System.Text;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Merging.Json;

/// <summary>Collects the choices of one merge, and which parts of the heads they account for.</summary>
/// <param name="earlier">The head with the earlier stamp.</param>
/// <param name="later">The other.</param>
/// <param name="purpose">For an ancestor nothing is written down.</param>
internal sealed class Choices(MergeHead earlier, MergeHead later, MergePurpose purpose)
{
    private readonly List<Func<ConflictRecord>> _made = [];
    private readonly HashSet<Node> _settled = new(ReferenceEqualityComparer.Instance);

    /// <summary>Writes down what met. The nodes count as accounted for: whoever reads the record finds them.</summary>
    /// <param name="place">Where.</param>
    /// <param name="kind">What met.</param>
    /// <param name="before">What was there.</param>
    /// <param name="first">What the earlier head says.</param>
    /// <param name="second">What the later head says.</param>
    /// <param name="chosen">Whose stands; null when both or neither does.</param>
    public void Add(Place place, string kind, Node? before, Node? first, Node? second, MergeHead? chosen)
    {
        Settle(first);
        Settle(second);
        if (purpose == MergePurpose.Resolve)
        {
            _made.Add(() => new(place.ToPointer(), kind, Value(before), [new(earlier.Revision, earlier.Stamp, Value(first)), new(later.Revision, later.Stamp, Value(second))], chosen?.Revision));
        }
    }

    /// <summary>Writes down what the merge of a text chose.</summary>
    public void Add(Place place, ImmutableArray<ConflictRecord> records) =>
        _made.AddRange(records.Select<ConflictRecord, Func<ConflictRecord>>(record => () =>
            new(place.ToPointer(), record.Kind, record.Base, record.Variants, record.Chosen) { Anchor = record.Anchor }));

    /// <summary>The part of a head is dealt with: its meaning is in the result though it itself is not, or somebody undid it on purpose.</summary>
    public void Settle(Node? part)
    {
        if (part is not null)
        {
            _settled.Add(part);
        }
    }

    public bool IsSettled(Node part) => _settled.Contains(part);

    /// <summary>Starts again.</summary>
    public void Clear()
    {
        _made.Clear();
        _settled.Clear();
    }

    /// <summary>The records, each once, by id. Only now are all places known.</summary>
    public ImmutableArray<ConflictRecord> ToRecords() =>
        [.. _made.Select(make => make()).DistinctBy(record => record.Id).OrderBy(record => record.Id, StringComparer.Ordinal)];

    // A value that does not fit is found in the kept version.
    private static CanonicalJson? Value(Node? node) =>
        node is not null && NodeText.Write(node) is var json && json.Utf8.Length <= ConflictRecord.MaxValueBytes ? json : null;
}
