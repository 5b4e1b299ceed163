using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Aurix.Platform.Crypto.Devices;

/// <summary>The plaintext of a log segment: <c>device 16 ‖ LE32 segment ‖ entries of 69 bytes</c>.</summary>
internal static class SegmentCodec
{
    private const int Start = DeviceId.Size + 4;

    /// <summary>Which entry of the whole log is the segment's last.</summary>
    public static long Counter(int segment, int entries) => ((long)segment * SealLogSegment.Length) + entries;

    public static byte[] Encode(SealLogSegment segment)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(segment.Segment);
        ArgumentOutOfRangeException.ThrowIfZero(segment.Entries.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(segment.Entries.Length, SealLogSegment.Length);
        var bytes = new byte[Start + (LogEntry.Size * segment.Entries.Length)];
        segment.Device.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(DeviceId.Size), segment.Segment);
        for (var index = 0; index < segment.Entries.Length; index++)
        {
            segment.Entries[index].Write(bytes.AsSpan(Start + (LogEntry.Size * index)));
        }

        return bytes;
    }

    /// <summary>Null when no device writes such.</summary>
    public static SealLogSegment? Decode(ReadOnlySpan<byte> data)
    {
        if (data.Length < Start + LogEntry.Size || (data.Length - Start) % LogEntry.Size != 0)
        {
            return null;
        }

        var segment = BinaryPrimitives.ReadInt32LittleEndian(data[DeviceId.Size..]);
        var count = (data.Length - Start) / LogEntry.Size;
        var entries = ImmutableArray.CreateBuilder<LogEntry>(count);
        for (var index = 0; index < count; index++)
        {
            if (LogEntry.Read(data.Slice(Start + (LogEntry.Size * index), LogEntry.Size)) is not { } entry)
            {
                return null;
            }

            entries.Add(entry);
        }

        return segment < 0 || count > SealLogSegment.Length ? null : new(DeviceId.FromBytes(data[..DeviceId.Size]), segment, entries.MoveToImmutable());
    }
}
