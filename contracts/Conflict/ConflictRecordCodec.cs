using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>Writes and reads records as they travel in a document's body (docs/formats/document-body.md).</summary>
public static class ConflictRecordCodec
{
    /// <summary>The record as canonical JSON.</summary>
    public static CanonicalJson Encode(ConflictRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var json = new JsonObject
        {
            ["id"] = record.Id,
            ["path"] = record.Path,
            ["kind"] = record.Kind,
            ["variants"] = new JsonArray([.. record.Variants.Select(Variant)]),
        };
        Add(json, "base", record.Base);
        if (record.Chosen is { } chosen)
        {
            json["chosen"] = chosen.ToString();
        }

        if (record.Strategy.Length > 0)
        {
            json["by"] = record.Strategy;
        }

        if (record.Anchor is { } anchor)
        {
            json["anchor"] = new JsonArray(anchor.Start, anchor.Length, anchor.Context);
        }

        return CanonicalJson.Parse(json.ToJsonString());
    }

    /// <summary>Reads a record; null when it was written by a later version and this one cannot understand it. Such a record is kept as it is.</summary>
    public static ConflictRecord? Decode(CanonicalJson json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var parsed = JsonDocument.Parse(json.Utf8);
            var root = parsed.RootElement;
            return new ConflictRecord(
                root.GetProperty("path").GetString()!,
                root.GetProperty("kind").GetString()!,
                Value(root, "base"),
                [.. root.GetProperty("variants").EnumerateArray().Select(Variant)],
                root.TryGetProperty("chosen", out var chosen) ? Revision.Parse(chosen.GetString()!) : null)
            {
                Id = root.GetProperty("id").GetString()!,
                Strategy = root.TryGetProperty("by", out var by) ? by.GetString()! : "",
                Anchor = root.TryGetProperty("anchor", out var anchor) ? new TextAnchor(anchor[0].GetInt32(), anchor[1].GetInt32(), anchor[2].GetString()!) : null,
            };
        }
        catch (Exception wrong) when (wrong is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            return null;
        }
    }

    /// <summary>The id that a record goes by; empty when it names none.</summary>
    public static string IdOf(CanonicalJson json)
    {
        ArgumentNullException.ThrowIfNull(json);
        using var parsed = JsonDocument.Parse(json.Utf8);
        return parsed.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.String ? id.GetString()! : "";
    }

    private static JsonObject Variant(ConflictVariant variant)
    {
        var json = new JsonObject
        {
            ["rev"] = variant.Revision.ToString(),
            ["stamp"] = new JsonArray(variant.Stamp.Milliseconds, variant.Stamp.Counter, variant.Stamp.Actor.ToString()),
        };
        Add(json, "value", variant.Value);
        return json;
    }

    private static ConflictVariant Variant(JsonElement json)
    {
        var stamp = json.GetProperty("stamp");
        return new ConflictVariant(
            Revision.Parse(json.GetProperty("rev").GetString()!),
            new HybridTimestamp(
                stamp[0].GetInt64(),
                stamp[1].GetInt32(),
                ActorId.TryParse(stamp[2].GetString(), out var actor) ? actor : throw new FormatException("A stamp's actor is not 16 hex digits.")),
            Value(json, "value"));
    }

    // A member that is not there and one that holds null are two things: nothing stood there, or null did.
    private static void Add(JsonObject json, string name, CanonicalJson? value)
    {
        if (value is not null)
        {
            json[name] = JsonNode.Parse(value.Utf8.Span);
        }
    }

    private static CanonicalJson? Value(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? CanonicalJson.Parse(value.GetRawText()) : null;
}
