using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Devices;

/// <summary>The plaintext of a proposal to collect chunks and of an answer: canonical JSON with exactly their members, chunks as one text.</summary>
internal static class CollectionCodec
{
    private const int ProposalMembers = 5;
    private const int AnswerMembers = 6;
    private const int SealLength = 64;

    public static byte[] Encode(CollectionProposal proposal) => DeviceJson.Write(new JsonObject
    {
        ["c"] = Chunks(proposal.Candidates),
        ["ctr"] = proposal.Counter,
        ["dev"] = proposal.Device.ToString(),
        ["n"] = Entries(proposal.Entries),
        ["t"] = proposal.Written.ToUnixTimeMilliseconds(),
    });

    public static byte[] Encode(CollectionAnswer answer) => DeviceJson.Write(new JsonObject
    {
        ["ctr"] = answer.Counter,
        ["dev"] = answer.Device.ToString(),
        ["keep"] = Chunks(answer.Kept),
        ["n"] = Entries(answer.Entries),
        ["p"] = answer.Proposal,
        ["yes"] = answer.Agrees,
    });

    /// <summary>Null when no device writes such: reading writes it again and compares.</summary>
    public static CollectionProposal? DecodeProposal(byte[] data) => DeviceJson.Read(data, ProposalMembers, Encode, json => new CollectionProposal(
        DeviceJson.Number(json["ctr"]), DeviceJson.Device((string?)json["dev"]), Chunks((string?)json["c"]), Entries(json["n"]), DateTimeOffset.FromUnixTimeMilliseconds(DeviceJson.Number(json["t"]))));

    /// <summary>Null when no device writes such.</summary>
    public static CollectionAnswer? DecodeAnswer(byte[] data) => DeviceJson.Read(data, AnswerMembers, Encode, json => new CollectionAnswer(
        DeviceJson.Device((string?)json["dev"]), DeviceJson.Number(json["ctr"]), Seal((string?)json["p"]), (bool)json["yes"]!, Chunks((string?)json["keep"]), Entries(json["n"])));

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
        json!.AsObject().ToImmutableSortedDictionary(pair => DeviceJson.Device(pair.Key), pair => DeviceJson.Number(pair.Value));

    private static string Seal(string? text) => text is { Length: SealLength } && text.All(char.IsAsciiHexDigitLower) ? text : throw new FormatException();
}
