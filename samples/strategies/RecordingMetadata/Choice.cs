using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Samples.RecordingMetadata;

/// <summary>What a record says of one version.</summary>
internal static class Choice
{
    /// <param name="head">The version.</param>
    /// <param name="value">What it has at the record's place, null when nothing. A long value is left out; the version itself is kept.</param>
    public static ConflictVariant Of(MergeHead head, string? value) => new(head.Revision, head.Stamp, Short(value));

    public static CanonicalJson? Short(string? value) =>
        value is not null && CanonicalJson.Parse(value) is { Utf8.Length: <= ConflictRecord.MaxValueBytes } json ? json : null;
}
