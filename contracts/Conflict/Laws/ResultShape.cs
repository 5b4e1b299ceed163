using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>Whether a merge is a document at all, and made of what came in: canonical, of a sane size, no file and no revision out of nowhere.</summary>
internal static class ResultShape
{
    public static string? Breach(MergeInput input, MergeOutcome.Merged merged)
    {
        if (merged is not { Content: not null, Attachments: not null, Records.IsDefault: false, Discarded.IsDefault: false })
        {
            return "it left a part of the result null";
        }

        if (!IsCanonical(merged.Content))
        {
            return "its content is not canonical JSON";
        }

        var heads = input.Heads.Select(head => head.Revision).ToHashSet();
        var blobs = input.Heads.SelectMany(head => head.Attachments.Values).Concat(input.Base?.Attachments.Values ?? []).Select(file => file.Blob).ToHashSet();
        if (merged.Attachments.Values.Any(file => !blobs.Contains(file.Blob)))
        {
            return "it attached a file that no version has";
        }

        if (!merged.Discarded.All(heads.Contains))
        {
            return "it discarded a version that is none of the heads";
        }

        return Records(merged.Records, heads) ?? Size(input, merged);
    }

    private static string? Records(ImmutableArray<ConflictRecord> records, HashSet<Revision> heads)
    {
        foreach (var record in records)
        {
            if (record is not { Path: not null, Kind.Length: >= 1 and <= 40, Variants.IsDefault: false } || !record.Kind.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-'))
            {
                return "it made a record without a place or a valid kind";
            }

            if (record.Variants.Any(variant => !heads.Contains(variant.Revision)) || (record.Chosen is { } chosen && !heads.Contains(chosen)))
            {
                return $"its record '{record.Kind}' names a version that is none of the heads";
            }

            if (record.Variants.Select(variant => variant.Value).Append(record.Base).OfType<CanonicalJson>().Any(value => value.Utf8.Length > ConflictRecord.MaxValueBytes || !IsCanonical(value)))
            {
                return $"its record '{record.Kind}' holds a value that is too long or not canonical";
            }
        }

        return null;
    }

    private static string? Size(MergeInput input, MergeOutcome.Merged merged)
    {
        var given = input.Heads.Sum(head => (long)head.Content.Utf8.Length) + (input.Base?.Content.Utf8.Length ?? 0);
        var made = merged.Content.Utf8.Length
            + merged.Records.Sum(record => record.Path.Length + (record.Base?.Utf8.Length ?? 0) + record.Variants.Sum(variant => (long)(variant.Value?.Utf8.Length ?? 0)));
        return made <= (4 * given) + MergeLaws.SizeAllowance ? null : $"its result has {made} bytes, made of {given}";
    }

    private static bool IsCanonical(CanonicalJson json)
    {
        try
        {
            CanonicalJson.RequireCanonical(json.Utf8);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
