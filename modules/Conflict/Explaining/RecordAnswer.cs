using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Conflict.Explaining;

/// <summary>Puts another variant of an open choice in the place of the one that stands.</summary>
internal static class RecordAnswer
{
    /// <param name="id">The document, for messages.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="record">The choice.</param>
    /// <param name="version">Whose variant shall stand.</param>
    /// <exception cref="UsageException">The variant is not in the record, or the place is not what it was. Nothing is changed.</exception>
    public static CanonicalJson Apply(DocumentId id, CanonicalJson content, ConflictRecord record, Revision version)
    {
        var variant = record.Variants.FirstOrDefault(one => one.Revision == version)
            ?? throw new UsageException("VersionMissing", $"No variant of the choice {record.Id} in {id} is from {version}.", $"See them with 'aurix conflicts show {id}'.");
        if (record.Path.StartsWith('#'))
        {
            throw new UsageException("RecordIsAFile", $"The choice {record.Id} in {id} is about a file.", "Attach and detach the files as you want them, then dismiss the choice.");
        }

        if (variant.Value is null && record.Kind != ConflictRecordKinds.DeletedElsewhere && record.Anchor is null)
        {
            throw new UsageException("ValueNotKept", $"The choice {record.Id} in {id} does not hold what {version} says; it was too large, or nothing.", $"Look at it with 'aurix get {id} --rev {version}', edit the document, and dismiss the choice.");
        }

        var root = JsonNode.Parse(content.Utf8.Span);
        var steps = Steps(record.Path);
        var there = steps.Aggregate(root, Step);
        JsonNode? replacement;
        if (record.Anchor is { } anchor)
        {
            var text = there is JsonValue value && value.TryGetValue<string>(out var whole) && anchor.IsIn(whole) ? whole : throw Moved(id, record);
            replacement = text[..anchor.Start] + Text(variant.Value) + text[(anchor.Start + anchor.Length)..];
        }
        else
        {
            Require(StandsAsChosen(record, there), id, record);
            replacement = variant.Value is null ? null : JsonNode.Parse(variant.Value.Utf8.Span);
        }

        return Put(root, steps, replacement, remove: record.Anchor is null && variant.Value is null, id, record);
    }

    private static CanonicalJson Put(JsonNode? root, string[] steps, JsonNode? value, bool remove, DocumentId id, ConflictRecord record)
    {
        if (steps.Length == 0)
        {
            return CanonicalJson.Parse(value?.ToJsonString() ?? "null");
        }

        switch (steps[..^1].Aggregate(root, Step))
        {
            case JsonObject parent when remove:
                parent.Remove(steps[^1]);
                break;
            case JsonObject parent:
                parent[steps[^1]] = value;
                break;
            case JsonArray parent when int.TryParse(steps[^1], out var index) && index < parent.Count && remove:
                parent.RemoveAt(index);
                break;
            case JsonArray parent when int.TryParse(steps[^1], out var index) && index < parent.Count:
                parent[index] = value;
                break;
            default:
                throw Moved(id, record);
        }

        return CanonicalJson.Parse(root!.ToJsonString());
    }

    // What stands has to be what the merge let stand: an answer must not wipe out a later edit.
    private static bool StandsAsChosen(ConflictRecord record, JsonNode? there)
    {
        var chosen = record.Variants.FirstOrDefault(one => one.Revision == record.Chosen)?.Value;
        return chosen is not null && there is not null
            ? CanonicalJson.Parse(there.ToJsonString()).Equals(chosen)
            : chosen is null && there is null && record.Chosen is not null;
    }

    private static JsonNode? Step(JsonNode? node, string step) => node switch
    {
        JsonObject parent => parent[step],
        JsonArray parent when int.TryParse(step, out var index) && index >= 0 && index < parent.Count => parent[index],
        _ => null,
    };

    // RFC 6901.
    private static string[] Steps(string pointer) => pointer.Length == 0
        ? []
        : [.. pointer[1..].Split('/').Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static string Text(CanonicalJson? value) => value is null ? "" : (string)JsonNode.Parse(value.Utf8.Span)!;

    private static void Require(bool holds, DocumentId id, ConflictRecord record)
    {
        if (!holds)
        {
            throw Moved(id, record);
        }
    }

    private static UsageException Moved(DocumentId id, ConflictRecord record) =>
        new("EditedSince", $"The place of the choice {record.Id} in {id} has been edited since.", "Edit the document as you want it, then dismiss the choice.");
}
