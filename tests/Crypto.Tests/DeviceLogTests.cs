using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto.Devices;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Tests;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Heads, log segments and chains: known answers that JavaScript made, and refusals (envelope.md §6).</summary>
public sealed class DeviceLogTests
{
    private static readonly string VectorPath = Path.Combine(NodeFactAttribute.Locate("tests/vectors"), "head-vectors.json");
    private static readonly JsonNode Known = JsonNode.Parse(File.ReadAllText(VectorPath))!;
    private static readonly DeviceId Device = DeviceId.Parse(Vectors.InputText("dev"));
    private static readonly DeviceId Other = DeviceId.Parse("d0d1d2d3d4d5d6d7d8d9dadbdcdddedf");

    public static TheoryData<string> Bindings => Vectors.Bindings;

    private static ImmutableArray<LogEntry> Entries => [.. Vectors.All["log_entries"]!.AsArray().Select(entry => LogEntry.Read(Convert.FromHexString((string)entry!))!)];

    [Theory]
    [MemberData(nameof(Bindings))]
    public void T01_The_log_head_after_three_revisions_is_the_one_of_the_design(string binding)
    {
        using var keys = Vectors.Keys(Vectors.Binding(binding));

        var chain = new LogHasher(Vectors.Binding(binding)).Extend(keys, new(Device, 0, LogChain.Start, Entries));

        Assert.Equal("eb01b992c6eb4940717c0e9a6e18196737b536d88accd811c02d4ab7f4a752f8", chain.ToString());
        Assert.Equal((string)Known["chainAfter"]!, new LogHasher(Vectors.Binding(binding)).Extend(keys, new(Device, 3, chain, Full())).ToString());
    }

    [Theory]
    [MemberData(nameof(Bindings))]
    public void T01_Heads_and_segments_are_sealed_to_the_bytes_that_JavaScript_made(string binding)
    {
        var sodium = Vectors.Binding(binding);
        using var keys = Vectors.Keys(sodium);
        var sealer = new DeviceSealer(sodium, new WorkBuffers());

        AssertSame("head", sealer.Seal(keys, Head()));
        AssertSame("segment", sealer.Seal(keys, new SealLogSegment(Device, 0, Entries)));
        AssertSame("fullSegment", sealer.Seal(keys, new SealLogSegment(Device, 3, Full())));
        Assert.Equal((string)Known["fingerprint"]!, new LogHasher(sodium).Fingerprint(keys, [new(Other, 41, 0, LogChain.Start), new(Device, 7, 3, LogChain.Parse((string)Known["chain"]!))]));
    }

    [Fact]
    public void What_was_sealed_opens_to_what_it_was()
    {
        using var keys = DeviceDocuments.Keys(out var sealer);

        var head = Assert.IsType<OpenHeadOutcome.Opened>(sealer.OpenHead(keys, Received("head")));
        var segment = Assert.IsType<OpenSegmentOutcome.Opened>(sealer.OpenSegment(keys, Received("fullSegment")));

        Assert.Equal(Head().ToString(), head.Head.ToString());
        Assert.Equal((Head().Name, 41L, Other, 1767225600123L, 2), (head.Head.Name, head.Head.Seen[Other], head.Head.Retired.Single(), head.Head.Written.ToUnixTimeMilliseconds(), head.Head.Ring));
        Assert.Equal((Device, 3), (segment.Device, segment.Segment));
        Assert.Equal(Full().AsEnumerable(), segment.Entries.AsEnumerable());
    }

    [Fact]
    public void T30_Any_flipped_bit_and_any_other_length_is_refused()
    {
        using var keys = DeviceDocuments.Keys(out var sealer);
        var received = Received("head");
        var bytes = Base64Url.DecodeFromChars(received.Envelope);
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.IsType<OpenHeadOutcome.Rejected>(sealer.OpenHead(keys, received with { Envelope = Base64Url.EncodeToString(bytes) }));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.IsType<OpenHeadOutcome.Rejected>(sealer.OpenHead(keys, received with { Envelope = Base64Url.EncodeToString(bytes.AsSpan(0, length)) }));
        }
    }

    [Theory]
    [InlineData("no envelope", "PlaintextInjected")]
    [InlineData("garbage", "EnvelopeMalformed")]
    [InlineData("another name", "AuthFailed")]
    [InlineData("a document's name", "EnvelopeMalformed")]
    [InlineData("a segment as a head", "KindMismatch")]
    [InlineData("a newer version", "VersionUnsupported")]
    [InlineData("another epoch", "EpochUnknown")]
    public void What_is_not_in_its_place_is_refused_with_a_code(string what, string code)
    {
        using var keys = DeviceDocuments.Keys(out var sealer);
        var good = Received("head");
        var received = what switch
        {
            "no envelope" => good with { Envelope = null },
            "garbage" => good with { Envelope = "AAAA" },
            "another name" => good with { RemoteId = "h" + good.RemoteId[2..] + "A" },
            "a document's name" => good with { RemoteId = "d" + good.RemoteId[1..] },
            "a segment as a head" => good with { Envelope = Received("segment").Envelope },
            "a newer version" => good with { Envelope = DeviceDocuments.WithByte(good.Envelope!, 2, 2) },
            _ => good with { Envelope = DeviceDocuments.WithByte(good.Envelope!, 4, 9) },
        };

        Assert.Equal(code, Assert.IsType<OpenHeadOutcome.Rejected>(sealer.OpenHead(keys, received)).Code);
    }

    [Fact]
    public void T24_A_head_of_another_vault_is_refused()
    {
        var sodium = new GeraltSodium();
        using var keys = Vectors.Keys(sodium, vault: "ff0102030405060708090a0b0c0d0e0f");

        Assert.Equal("AuthFailed", Assert.IsType<OpenHeadOutcome.Rejected>(new DeviceSealer(sodium, new WorkBuffers()).OpenHead(keys, Received("head"))).Code);
    }

    [NodeFact(SecondImplementation.Folder)]
    public async Task T01_JavaScript_recomputes_every_head_vector_and_opens_what_is_sealed_here()
    {
        var crypto = Path.Combine(NodeFactAttribute.Locate("tests/vectors"), "crypto-vectors.json");
        Assert.Equal("9 passed, 0 failed", (await SecondImplementation.RunAsync("heads.mjs", "verify", crypto, VectorPath)).Trim());

        using var keys = DeviceDocuments.Keys(out var sealer);
        var head = sealer.Seal(keys, Head() with { Name = "line\u2028😀", Counter = 9_007_199_254_740_991 });
        var segment = sealer.Seal(keys, new SealLogSegment(Device, 0, Full()));
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, new JsonObject { ["head"] = DeviceDocuments.Json(head), ["segment"] = DeviceDocuments.Json(segment) }.ToJsonString());
        var read = JsonNode.Parse(await SecondImplementation.RunAsync("heads.mjs", "read", crypto, path))!;
        File.Delete(path);

        var opened = Assert.IsType<OpenHeadOutcome.Opened>(sealer.OpenHead(keys, new(head.RemoteId, head.Envelope)));
        Assert.Equal(Encoding.UTF8.GetString(HeadCodec.Encode(opened.Head)), (string)read["head"]!);
        Assert.Equal(new LogHasher(new CoreSodium()).Extend(keys, new(Device, 0, LogChain.Start, Full())).ToString(), (string)read["chain"]!);
        Assert.Equal(128, read["entries"]!.AsArray().Count);
    }

    private static DeviceHead Head() => new(
        Device, 7, 3, LogChain.Parse((string)Known["chain"]!), ImmutableSortedDictionary<DeviceId, long>.Empty.Add(Other, 41), 2,
        DateTimeOffset.FromUnixTimeMilliseconds(1767225600123), "Küche 🎙", [Other]);

    private static ImmutableArray<LogEntry> Full() => [.. Enumerable.Range(0, 128).Select(index => Entries[index % 3])];

    private static ReceivedDeviceDocument Received(string name) => new((string)Known[name]!["id"]!, (string)Known[name]!["e"]!);

    private static void AssertSame(string name, SealedDeviceDocument made) => Assert.Equal(Received(name), new ReceivedDeviceDocument(made.RemoteId, made.Envelope));
}
