using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Aurix.Platform.Documents;

/// <summary>Reads the canonical JSON of a <see cref="DocumentBody"/>, refusing what it cannot understand by the member's name.</summary>
internal static class DocumentBodyReader
{
    public static DocumentBody Read(CanonicalJson json)
    {
        using var parsed = JsonDocument.Parse(json.Utf8, new JsonDocumentOptions { MaxDepth = CanonicalJson.MaxDepth });
        try
        {
            return Read(parsed.RootElement);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or KeyNotFoundException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new FormatException("The document body lacks a member or holds one of the wrong kind.", wrong);
        }
    }

    private static DocumentBody Read(JsonElement root)
    {
        if (root.GetProperty("v").GetInt32() != DocumentBody.CurrentVersion)
        {
            throw new FormatException("The document body was written by a newer version; update this device to read it.");
        }

        var kind = Kind(root.GetProperty("kind").GetString());
        var body = new DocumentBody
        {
            Id = new DocumentId(root.GetProperty("id").GetString()!),
            Type = new DocumentType(root.GetProperty("type").GetString()!),
            Kind = kind,
        };
        var unknown = DocumentBody.NoUnknown.ToBuilder();
        foreach (var member in root.EnumerateObject())
        {
            body = Member(body, member, unknown);
        }

        Require(kind is not DocumentBodyKind.Edit || body.Dot is { } dot && body.Causes.Contains(dot), "dot");
        Require(kind is DocumentBodyKind.Merge == body.Merge is not null, "merge");
        Require(kind is DocumentBodyKind.Park == body.Parked is not null, "parked");
        Require(kind is DocumentBodyKind.Park or DocumentBodyKind.Retire || !body.Causes.IsEmpty, "cs");
        return body with { Unknown = unknown.ToImmutable() };
    }

    private static DocumentBody Member(DocumentBody body, JsonProperty member, ImmutableSortedDictionary<string, CanonicalJson>.Builder unknown)
    {
        var value = member.Value;
        switch (member.Name)
        {
            case "v" or "id" or "type" or "kind":
                return body;
            case "del":
                return body with { Deleted = value.GetBoolean() };
            case "schema":
                return body with { Schema = value.GetInt32() };
            case "cs":
                return body with { Causes = Causes(value) };
            case "dot":
                return body with { Dot = Dot(value) };
            case "stamp":
                return body with { Stamp = Stamp(value) };
            case "parents":
                return body with { Parents = [.. value.EnumerateArray().Select(parent => Revision.Parse(parent.GetString()!))] };
            case "merge":
                return body with { Merge = Merge(value) };
            case "x":
                return body with { Content = Json(value) };
            case "att":
                return body with { Attachments = value.EnumerateObject().ToImmutableSortedDictionary(file => file.Name, file => File(file.Value), StringComparer.Ordinal) };
            case "open":
                return body with { OpenRecords = [.. value.EnumerateArray().Select(Json)] };
            case "parked":
                return body with { Parked = new ParkedRevision(Revision.Parse(value.GetProperty("rev").GetString()!), Json(value.GetProperty("body"))) };
            default:
                unknown.Add(member.Name, Json(value));
                return body;
        }
    }

    private static CausalSet Causes(JsonElement value) =>
        CausalSet.FromNormalForm(value.EnumerateObject().Select(actor => KeyValuePair.Create(
            Actor(actor.Name),
            actor.Value.EnumerateArray().Select(run => new CausalSet.Interval(run[0].GetInt64(), run[1].GetInt64())).ToImmutableArray())));

    private static Dot Dot(JsonElement value)
    {
        var number = value[1].GetInt64();
        Require(number >= 1, "dot");
        return new(Actor(value[0].GetString()), number);
    }

    private static HybridTimestamp Stamp(JsonElement value)
    {
        var stamp = new HybridTimestamp(value[0].GetInt64(), value[1].GetInt32(), Actor(value[2].GetString()));
        Require(stamp.Milliseconds is >= 0 and < HybridTimestamp.MillisecondsLimit && stamp.Counter is >= 0 and < HybridTimestamp.CounterLimit, "stamp");
        return stamp;
    }

    private static MergeProvenance Merge(JsonElement value) => new(
        Text(value.GetProperty("strategy")),
        value.GetProperty("ver").GetInt32(),
        value.GetProperty("prio").GetInt32(),
        value.TryGetProperty("opts", out var options) ? Text(options) : "",
        value.TryGetProperty("policy", out var policy) ? Stamp(policy) : null,
        value.GetProperty("base").GetString() switch
        {
            "exact" => BaseQuality.Exact,
            "older" => BaseQuality.Older,
            "synthetic" => BaseQuality.Synthetic,
            _ => throw new FormatException("The member 'merge' of the document body names an unknown base quality."),
        },
        value.TryGetProperty("prov", out var provisional) && provisional.GetBoolean());

    private static Attachment File(JsonElement value)
    {
        Span<byte> file = stackalloc byte[16];
        var size = value.GetProperty("sz").GetInt64();
        Require(
            CanonicalBase64Url.TryDecode(value.GetProperty("f").GetString(), file)
            && size is >= 0 and <= (long)BlobReference.ChunkSize * BlobReference.MaxChunks,
            "att");
        Require(BlobAddress.TryParse(value.GetProperty("m").GetString(), out var manifest), "att");
        return new Attachment(
            new BlobReference(BlobFileId.FromBytes(file), value.GetProperty("ep").GetInt32(), manifest, size),
            Text(value.GetProperty("mt")),
            Dot(value.GetProperty("dot")));
    }

    // GetString lets null through.
    private static string Text(JsonElement value) => value.GetString() ?? throw new FormatException("The document body holds null where a text belongs.");

    private static DocumentBodyKind Kind(string? text) => text switch
    {
        "edit" => DocumentBodyKind.Edit,
        "merge" => DocumentBodyKind.Merge,
        "park" => DocumentBodyKind.Park,
        "revive" => DocumentBodyKind.Revive,
        "retire" => DocumentBodyKind.Retire,
        _ => throw new FormatException("The member 'kind' of the document body is unknown; update this device to read it."),
    };

    private static ActorId Actor(string? text) =>
        ActorId.TryParse(text, out var actor) ? actor : throw new FormatException("The document body names an actor that is not 16 hex digits.");

    // The source is canonical, and a slice of canonical JSON is canonical.
    private static CanonicalJson Json(JsonElement value) => CanonicalJson.FromTrusted(JsonMarshal.GetRawUtf8Value(value).ToArray());

    private static void Require(bool holds, string member)
    {
        if (!holds)
        {
            throw new FormatException($"The member '{member}' of the document body is missing or wrong.");
        }
    }
}
