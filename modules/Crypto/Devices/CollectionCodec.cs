using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Devices;

/// <summary>The plaintext of a proposal to collect chunks and of an answer: canonical JSON with exactly their members, chunks as one text.</summary>
internal static class CollectionCodec
{
    private const int ProposalMembers = 5;
    private const int AnswerMembers = 6;
    private const int SealLength = 64;
    private const long LargestNumber = (1L << 53) - 1;

    public static byte[] Encode(CollectionProposal proposal) => Canonical(new JsonObject
    {
        ["c"] = Chunks(proposal.Candidates),
        ["ctr"] = proposal.Counter,
        ["dev"] = proposal.Device.ToString(),
        ["n"] = Entries(proposal.Entries),
        ["t"] = proposal.Written.ToUnixTimeMilliseconds(),
    });

    public static byte[] Encode(CollectionAnswer answer) => Canonical(new JsonObject
    {
        ["ctr"] = answer.Counter,
        ["dev"] = answer.Device.ToString(),
        ["keep"] = Chunks(answer.Kept),
        ["n"] = Entries(answer.Entries),
        ["p"] = answer.Proposal,
        ["yes"] = answer.Agrees,
    });

    /// <summary>Null when no device writes such: reading writes it again and compares.</summary>
    public static CollectionProposal? DecodeProposal(byte[] data) => Decode(data, ProposalMembers, Encode, json => new CollectionProposal(
        Number(json["ctr"]), Device((string?)json["dev"]), Chunks((string?)json["c"]), Entries(json["n"]), DateTimeOffset.FromUnixTimeMilliseconds(Number(json["t"]))));

    /// <summary>Null when no device writes such.</summary>
    public static CollectionAnswer? DecodeAnswer(byte[] data) => Decode(data, AnswerMembers, Encode, json => new CollectionAnswer(
        Device((string?)json["dev"]), Number(json["ctr"]), Seal((string?)json["p"]), (bool)json["yes"]!, Chunks((string?)json["keep"]), Entries(json["n"])));

    private static T? Decode<T>(byte[] data, int members, Func<T, byte[]> encode, Func<JsonObject, T> read)
        where T : class
    {
        try
        {
            var json = JsonNode.Parse(data)!.AsObject();
            var said = read(json);
            return json.Count == members && encode(said).AsSpan().SequenceEqual(data) ? said : null;
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException or NullReferenceException)
        {
            return null;
        }
    }

    private static byte[] Canonical(JsonObject json) => CanonicalJson.Parse(json.ToJsonString()).Utf8.ToArray();

    // 32 bytes each, ascending and each once: so that one set has one text, and reading need not look for the second.
    private static string Chunks(ImmutableArray<BlobAddress> chunks)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chunks.Length, CollectionProposal.MaxCandidates);
        var sorted = chunks.Select(chunk => chunk.ToBytes()).ToList();
        sorted.Sort((left, right) => left.AsSpan().SequenceCompareTo(right));
        return Base64Url.EncodeToString(sorted.SelectMany(chunk => chunk).ToArray());
    }

    private static ImmutableArray<BlobAddress> Chunks(string? text)
    {
        var bytes = Base64Url.DecodeFromChars(text!);
        var chunks = bytes.Length % BlobAddress.Size == 0 && bytes.Length / BlobAddress.Size <= CollectionProposal.MaxCandidates ? bytes.Chunk(BlobAddress.Size).ToList() : throw new FormatException();
        return chunks.Zip(chunks.Skip(1)).All(pair => pair.First.AsSpan().SequenceCompareTo(pair.Second) < 0) ? [.. chunks.Select(chunk => BlobAddress.FromBytes(chunk))] : throw new FormatException();
    }

    private static JsonObject Entries(ImmutableSortedDictionary<DeviceId, long> entries) =>
        new(entries.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key.ToString(), pair.Value)));

    private static ImmutableSortedDictionary<DeviceId, long> Entries(JsonNode? json) =>
        json!.AsObject().ToImmutableSortedDictionary(pair => Device(pair.Key), pair => Number(pair.Value));

    private static DeviceId Device(string? text) => DeviceId.TryParse(text, out var device) ? device : throw new FormatException();

    private static string Seal(string? text) => text is { Length: SealLength } && text.All(char.IsAsciiHexDigitLower) ? text : throw new FormatException();

    private static long Number(JsonNode? node) => (long)node! is >= 0 and <= LargestNumber and var number ? number : throw new FormatException();
}
