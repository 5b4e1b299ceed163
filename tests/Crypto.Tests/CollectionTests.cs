using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto.Devices;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;
using Aurix.Platform.Tests;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Proposals to collect chunks and answers to them: known answers that JavaScript made, and refusals (envelope.md §9).</summary>
public sealed class CollectionTests
{
    private static readonly string VectorPath = Path.Combine(NodeFactAttribute.Locate("tests/vectors"), "collect-vectors.json");
    private static readonly JsonNode Known = JsonNode.Parse(File.ReadAllText(VectorPath))!;
    private static readonly DeviceId Device = DeviceId.Parse(Vectors.InputText("dev"));
    private static readonly DeviceId Other = DeviceId.Parse("d0d1d2d3d4d5d6d7d8d9dadbdcdddedf");
    private static readonly BlobAddress Low = BlobAddress.FromBytes(Enumerable.Repeat((byte)0x01, 32).ToArray());
    private static readonly BlobAddress High = BlobAddress.FromBytes(Enumerable.Repeat((byte)0xfb, 32).ToArray());

    public static TheoryData<string> Bindings => Vectors.Bindings;

    [Theory]
    [MemberData(nameof(Bindings))]
    public void T01_Proposals_and_answers_are_sealed_to_the_bytes_that_JavaScript_made(string binding)
    {
        var sodium = Vectors.Binding(binding);
        using var keys = Vectors.Keys(sodium);
        var sealer = new DeviceSealer(sodium, new WorkBuffers());

        AssertSame("proposal", sealer.Seal(keys, Proposal()));
        AssertSame("answer", sealer.Seal(keys, Answer()));
        AssertSame("over", sealer.Seal(keys, new CollectionProposal(8, Other, [], ImmutableSortedDictionary<DeviceId, long>.Empty, DateTimeOffset.UnixEpoch)));
    }

    [Fact]
    public void What_JavaScript_sealed_opens()
    {
        using var keys = DeviceDocuments.Keys(out var sealer);

        var proposed = Assert.IsType<OpenCollectionOutcome.Proposed>(sealer.OpenCollection(keys, Received("proposal")));
        var answered = Assert.IsType<OpenCollectionOutcome.Answered>(sealer.OpenCollection(keys, Received("answer")));

        Assert.Equal((string)Known["proposal"]!["seal"]!, proposed.Seal);
        Assert.Equal((7, Device, 1), (proposed.Proposal.Counter, proposed.Proposal.Device, proposed.Epoch));
        Assert.Equal(new[] { Low, High }, proposed.Proposal.Candidates.ToArray());
        Assert.Equal(41, proposed.Proposal.Entries[Other]);
        Assert.Equal((Other, 2, proposed.Seal, true), (answered.Answer.Device, answered.Answer.Counter, answered.Answer.Proposal, answered.Answer.Agrees));
        Assert.Equal(Low, Assert.Single(answered.Answer.Kept));
    }

    [Theory]
    [InlineData("no envelope", "PlaintextInjected")]
    [InlineData("garbage", "EnvelopeMalformed")]
    [InlineData("a head's name", "EnvelopeMalformed")]
    [InlineData("an answer under the proposal's name", "AuthFailed")]
    [InlineData("a flipped bit", "AuthFailed")]
    [InlineData("another kind", "KindMismatch")]
    [InlineData("another epoch", "EpochUnknown")]
    public void What_is_not_in_its_place_is_refused_with_a_code(string what, string code)
    {
        using var keys = DeviceDocuments.Keys(out var sealer);
        var good = Received("proposal");
        var received = what switch
        {
            "no envelope" => good with { Envelope = null },
            "garbage" => good with { Envelope = "AAAA" },
            "a head's name" => good with { RemoteId = "h" + good.RemoteId[1..] },
            "an answer under the proposal's name" => good with { Envelope = Received("answer").Envelope },
            "a flipped bit" => good with { Envelope = DeviceDocuments.WithByte(good.Envelope!, 100, 0) },
            "another kind" => good with { Envelope = DeviceDocuments.WithByte(good.Envelope!, 3, 0x20) },
            _ => good with { Envelope = DeviceDocuments.WithByte(good.Envelope!, 4, 9) },
        };

        Assert.Equal(code, Assert.IsType<OpenCollectionOutcome.Rejected>(sealer.OpenCollection(keys, received)).Code);
    }

    [Fact]
    public void The_largest_proposal_opens()
    {
        using var keys = DeviceDocuments.Keys(out var sealer);
        ImmutableArray<BlobAddress> most = [.. Enumerable.Range(0, CollectionProposal.MaxCandidates).Select(number => BlobAddress.FromBytes([.. new byte[28], .. BitConverter.GetBytes(number)]))];

        var made = sealer.Seal(keys, Proposal() with { Candidates = most });

        var proposed = Assert.IsType<OpenCollectionOutcome.Proposed>(sealer.OpenCollection(keys, new(made.RemoteId, made.Envelope)));
        Assert.Equal(8192, proposed.Proposal.Candidates.Length);
    }

    [NodeFact(SecondImplementation.Folder)]
    public async Task T01_JavaScript_recomputes_every_collection_vector_and_opens_what_is_sealed_here()
    {
        var crypto = Path.Combine(NodeFactAttribute.Locate("tests/vectors"), "crypto-vectors.json");
        Assert.Equal("6 passed, 0 failed", (await SecondImplementation.RunAsync("collect.mjs", "verify", crypto, VectorPath)).Trim());

        using var keys = DeviceDocuments.Keys(out var sealer);
        var proposal = sealer.Seal(keys, Proposal() with { Counter = 9_007_199_254_740_991 });
        var answer = sealer.Seal(keys, Answer() with { Agrees = false, Kept = [] });
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, new JsonArray(DeviceDocuments.Json(proposal), DeviceDocuments.Json(answer)).ToJsonString());
        var read = JsonNode.Parse(await SecondImplementation.RunAsync("collect.mjs", "read", crypto, path))!.AsArray();
        File.Delete(path);

        Assert.Contains("\"ctr\":9007199254740991,", (string)read[0]!, StringComparison.Ordinal);
        Assert.EndsWith("\"yes\":false}", (string)read[1]!, StringComparison.Ordinal);
    }

    private static CollectionProposal Proposal() => new(7, Device, [High, Low], Entries(), DateTimeOffset.FromUnixTimeMilliseconds(1767225600123));

    private static CollectionAnswer Answer() => new(Other, 2, (string)Known["proposal"]!["seal"]!, Agrees: true, [Low], Entries());

    private static ImmutableSortedDictionary<DeviceId, long> Entries() => ImmutableSortedDictionary<DeviceId, long>.Empty.Add(Device, 3).Add(Other, 41);

    private static ReceivedDeviceDocument Received(string name) => new((string)Known[name]!["id"]!, (string)Known[name]!["e"]!);

    private static void AssertSame(string name, SealedDeviceDocument made) => Assert.Equal(Received(name), new ReceivedDeviceDocument(made.RemoteId, made.Envelope));
}
