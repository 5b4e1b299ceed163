using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using Aurix.Platform.Crypto.Devices;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Tests;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Heads and log segments, damaged as a server may, and as a device of the owner's may that has the keys and writes nonsense.</summary>
public sealed class DeviceFuzzTests : IDisposable
{
    private const int Bounded = 20_000;

    private static readonly DeviceId Device = DeviceId.Parse("c0c1c2c3c4c5c6c7c8c9cacbcccdcecf");
    private static readonly DeviceId Other = DeviceId.Parse("d0d1d2d3d4d5d6d7d8d9dadbdcdddedf");

    private static readonly SealLogSegment Segment = new(Device, 2, [Entry(1, false), Entry(2, true), Entry(999_999_999, false)]);

    private static readonly DeviceHead Head = new(
        Device,
        7,
        3,
        LogChain.Start,
        ImmutableSortedDictionary<DeviceId, long>.Empty.Add(Other, 41),
        2,
        DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_123),
        "Grüße 😀",
        [Other]);

    private readonly VaultKeys _keys;
    private readonly DeviceSealer _sealer;

    public DeviceFuzzTests()
    {
        var sodium = new GeraltSodium();
        _keys = Vectors.Keys(sodium);
        _sealer = new(sodium, new WorkBuffers());
    }

    public void Dispose() => _keys.Dispose();

    [Fact]
    public void Heads()
    {
        var valid = _sealer.Seal(_keys, Head);
        Fuzz(valid, damaged => _sealer.OpenHead(_keys, damaged) is OpenHeadOutcome.Opened);
    }

    [Fact]
    public void Log_segments()
    {
        var valid = _sealer.Seal(_keys, Segment);
        Fuzz(valid, damaged => _sealer.OpenSegment(_keys, damaged) is OpenSegmentOutcome.Opened);
    }

    [Fact]
    public void Heads_out_of_their_seal() =>
        Fuzzing.Run(Bounded, [HeadCodec.Encode(Head), HeadCodec.Encode(Head with { Retired = [], Name = "" })], bytes =>
        {
            // One spelling for each head: what is read was written so.
            if (HeadCodec.Decode(bytes) is { } head)
            {
                Assert.Equal(bytes, HeadCodec.Encode(head));
            }
        });

    [Fact]
    public void Log_segments_out_of_their_seal() =>
        Fuzzing.Run(Bounded, [SegmentCodec.Encode(Segment)], bytes =>
        {
            if (SegmentCodec.Decode(bytes) is { } segment)
            {
                Assert.Equal(bytes, SegmentCodec.Encode(segment));
            }
        });

    // As bytes, so that the damage gets past the alphabet; as text; and the name.
    private static void Fuzz(SealedDeviceDocument valid, Func<ReceivedDeviceDocument, bool> opens)
    {
        Assert.True(opens(new(valid.RemoteId, valid.Envelope)));
        Fuzzing.Run(Bounded, [Base64Url.DecodeFromChars(valid.Envelope)], bytes => AssertRefusedUnlessSame(new(valid.RemoteId, Base64Url.EncodeToString(bytes))));
        Fuzzing.Run(Bounded, [Encoding.ASCII.GetBytes(valid.Envelope)], bytes => AssertRefusedUnlessSame(new(valid.RemoteId, Encoding.Latin1.GetString(bytes))));
        Fuzzing.Run(Bounded, [Encoding.ASCII.GetBytes(valid.RemoteId)], bytes => AssertRefusedUnlessSame(new(Encoding.Latin1.GetString(bytes), valid.Envelope)));

        void AssertRefusedUnlessSame(ReceivedDeviceDocument damaged) =>
            Assert.True(!opens(damaged) || (damaged.RemoteId, damaged.Envelope) == (valid.RemoteId, valid.Envelope));
    }

    private static LogEntry Entry(int generation, bool isTombstone)
    {
        var bytes = new byte[LogEntry.Size];
        bytes.AsSpan(0, 32).Fill(0x0b);
        BitConverter.TryWriteBytes(bytes.AsSpan(32), generation);
        bytes.AsSpan(36, 16).Fill(0x0c);
        bytes.AsSpan(52, 16).Fill((byte)(generation == 1 ? 0 : 0x0d));
        bytes[68] = (byte)(isTombstone ? 1 : 0);
        return LogEntry.Read(bytes)!;
    }
}
