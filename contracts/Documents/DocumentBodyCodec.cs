using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Aurix.Platform.Documents;

/// <summary>Writes and reads a <see cref="DocumentBody"/> as canonical JSON: the bytes that are sealed, and that a revision's hash covers.</summary>
/// <remarks>The members are described in docs/formats/document-body.md. A member this build does not know is kept.</remarks>
public static class DocumentBodyCodec
{
    /// <summary>The longest body an edit or a merge may have, in bytes; leaves room for the park that may one day hold it.</summary>
    public const int MaxEditBytes = MaxBytes - (64 * 1024);

    /// <summary>The longest body at all, in bytes: padded and sealed it must stay below what CouchDB takes (crypto.md §3.3).</summary>
    public const int MaxBytes = (4 * 1024 * 1024) - 4;

    /// <summary>The canonical bytes of the body.</summary>
    public static CanonicalJson Encode(DocumentBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var members = new SortedDictionary<string, Action<ArrayBufferWriter<byte>>>(StringComparer.Ordinal)
        {
            ["id"] = output => CanonicalJsonReader.String(body.Id.Value, output),
            ["kind"] = output => CanonicalJsonReader.String(KindText(body.Kind), output),
            ["type"] = output => CanonicalJsonReader.String(body.Type.Value, output),
            ["v"] = output => Raw(DocumentBody.CurrentVersion, output),
        };
        foreach (var (name, value) in body.Unknown)
        {
            members[name] = output => output.Write(value.Utf8.Span);
        }

        if (body.Kind is DocumentBodyKind.Park && body.Parked is { } parked)
        {
            members["parked"] = output =>
            {
                output.Write("{\"body\":"u8);
                output.Write(parked.Body.Utf8.Span);
                Text($",\"rev\":\"{parked.Revision}\"}}", output);
            };
        }
        else if (body.Kind is not DocumentBodyKind.Retire)
        {
            AddContent(body, members);
        }

        var buffer = new ArrayBufferWriter<byte>(256 + body.Content.Utf8.Length);
        var separator = "{"u8;
        foreach (var (name, write) in members)
        {
            buffer.Write(separator);
            CanonicalJsonReader.String(name, buffer);
            buffer.Write(":"u8);
            write(buffer);
            separator = ","u8;
        }

        buffer.Write("}"u8);
        return CanonicalJson.FromTrusted(buffer.WrittenMemory);
    }

    /// <summary>Reads a body that this class wrote and nobody changed since: a row of the local store.</summary>
    public static DocumentBody DecodeTrusted(ReadOnlyMemory<byte> utf8) => DocumentBodyReader.Read(CanonicalJson.FromTrusted(utf8));

    /// <summary>Reads a body that came out of an envelope.</summary>
    /// <exception cref="FormatException">Not canonical JSON, or not a body. Says which member is wrong, never what it held.</exception>
    public static DocumentBody Decode(ReadOnlyMemory<byte> utf8) => DocumentBodyReader.Read(CanonicalJson.RequireCanonical(utf8));

    internal static string KindText(DocumentBodyKind kind) => kind switch
    {
        DocumentBodyKind.Edit => "edit",
        DocumentBodyKind.Merge => "merge",
        DocumentBodyKind.Park => "park",
        DocumentBodyKind.Revive => "revive",
        DocumentBodyKind.Retire => "retire",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of body."),
    };

    private static void AddContent(DocumentBody body, SortedDictionary<string, Action<ArrayBufferWriter<byte>>> members)
    {
        members["cs"] = output => Causes(body.Causes, output);
        members["stamp"] = output => Stamp(body.Stamp, output);
        members["parents"] = output => Text($"[{string.Join(',', body.Parents.Order().Select(parent => $"\"{parent}\""))}]", output);
        members["x"] = output => output.Write(body.Content.Utf8.Span);
        if (body.Deleted)
        {
            members["del"] = output => output.Write("true"u8);
        }

        if (body.Schema != 0)
        {
            members["schema"] = output => Raw(body.Schema, output);
        }

        if (body.Dot is { } dot)
        {
            members["dot"] = output => Dot(dot, output);
        }

        if (body.Merge is { } merge)
        {
            members["merge"] = output => Merge(merge, output);
        }

        if (!body.Attachments.IsEmpty)
        {
            members["att"] = output => Attachments(body.Attachments, output);
        }

        if (!body.OpenRecords.IsDefaultOrEmpty)
        {
            members["open"] = output => Text($"[{string.Join(',', body.OpenRecords.Select(record => record.ToText()))}]", output);
        }
    }

    private static void Causes(CausalSet causes, ArrayBufferWriter<byte> output)
    {
        var actors = causes.Intervals.Select(pair =>
            string.Create(CultureInfo.InvariantCulture, $"\"{pair.Key}\":[{string.Join(',', pair.Value.Select(run => string.Create(CultureInfo.InvariantCulture, $"[{run.From},{run.To}]")))}]"));
        Text($"{{{string.Join(',', actors)}}}", output);
    }

    private static void Stamp(HybridTimestamp stamp, ArrayBufferWriter<byte> output) =>
        Text(string.Create(CultureInfo.InvariantCulture, $"[{stamp.Milliseconds},{stamp.Counter},\"{stamp.Actor}\"]"), output);

    private static void Dot(Dot dot, ArrayBufferWriter<byte> output) =>
        Text(string.Create(CultureInfo.InvariantCulture, $"[\"{dot.Actor}\",{dot.Number}]"), output);

    private static void Merge(MergeProvenance merge, ArrayBufferWriter<byte> output)
    {
        Text($"{{\"base\":\"{BaseText(merge.Base)}\"", output);
        if (merge.OptionsHash.Length > 0)
        {
            Text($",\"opts\":\"{merge.OptionsHash}\"", output);
        }

        if (merge.PolicyStamp is { } policy)
        {
            output.Write(",\"policy\":"u8);
            Stamp(policy, output);
        }

        Text(string.Create(CultureInfo.InvariantCulture, $",\"prio\":{merge.Priority}"), output);
        if (merge.Provisional)
        {
            output.Write(",\"prov\":true"u8);
        }

        output.Write(",\"strategy\":"u8);
        CanonicalJsonReader.String(merge.Strategy, output);
        Text(string.Create(CultureInfo.InvariantCulture, $",\"ver\":{merge.Version}}}"), output);
    }

    private static void Attachments(ImmutableSortedDictionary<string, Attachment> attachments, ArrayBufferWriter<byte> output)
    {
        var separator = "{"u8;
        foreach (var (name, attachment) in attachments)
        {
            output.Write(separator);
            CanonicalJsonReader.String(name, output);
            output.Write(":{\"dot\":"u8);
            Dot(attachment.Dot, output);
            var blob = attachment.Blob;
            Text(string.Create(CultureInfo.InvariantCulture, $",\"ep\":{blob.Epoch},\"f\":\"{blob.File}\",\"m\":\"{blob.Manifest}\",\"mt\":"), output);
            CanonicalJsonReader.String(attachment.MediaType, output);
            Text(string.Create(CultureInfo.InvariantCulture, $",\"sz\":{blob.Size}}}"), output);
            separator = ","u8;
        }

        output.Write("}"u8);
    }

    internal static string BaseText(BaseQuality quality) => quality switch
    {
        BaseQuality.Exact => "exact",
        BaseQuality.Older => "older",
        BaseQuality.Synthetic => "synthetic",
        _ => throw new ArgumentOutOfRangeException(nameof(quality), quality, "Not a base quality."),
    };

    private static void Raw(long number, ArrayBufferWriter<byte> output) => Text(number.ToString(CultureInfo.InvariantCulture), output);

    private static void Text(string text, ArrayBufferWriter<byte> output) => Encoding.UTF8.GetBytes(text, output);
}
