using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Merging.Text;

/// <summary>A choice within a text, before the whole of the merged text is known.</summary>
/// <param name="Start">Where in the merged text.</param>
/// <param name="Length">How many code units.</param>
/// <param name="Base">What the base says there, null when there is none.</param>
/// <param name="Earlier">What the earlier version says, null for nothing.</param>
/// <param name="Later">What the later version says, null for nothing.</param>
/// <param name="Chosen">Whose stands.</param>
internal sealed record TextRecord(string Kind, int Start, int Length, string? Base, string? Earlier, string? Later, Revision? Chosen)
{
    /// <summary>The record, placed in the finished text.</summary>
    public ConflictRecord Place(string path, string text, TextVariant earlier, TextVariant later)
    {
        ImmutableArray<ConflictVariant> variants =
        [
            new(earlier.Revision, earlier.Stamp, Value(Earlier)),
            new(later.Revision, later.Stamp, Value(Later)),
        ];
        return new ConflictRecord(path, Kind, Value(Base), variants, Chosen) { Anchor = TextAnchor.At(text, Start, Length) };
    }

    /// <summary>The text as a JSON string; null when it is none or more than a record holds.</summary>
    public static CanonicalJson? Value(string? text)
    {
        // No character takes less than a byte.
        if (text is null || text.Length > ConflictRecord.MaxValueBytes)
        {
            return null;
        }

        var value = CanonicalJson.Parse($"\"{JsonEncodedText.Encode(text)}\"");
        return value.Utf8.Length <= ConflictRecord.MaxValueBytes ? value : null;
    }
}
