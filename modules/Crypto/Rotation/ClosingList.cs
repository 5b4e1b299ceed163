using System.Buffers.Binary;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Rotation;

/// <summary>The bytes of the list that a rotation leaves: what stays valid although closed keys sealed it (crypto.md §2.6).</summary>
/// <remarks>
/// <code>
/// entry = bid 32 ‖ LE32 generation ‖ hash 16      52 bytes, ascending as bytes, none twice
/// </code>
/// It names every leaf that was accepted when the keys were replaced, of all earlier epochs, so one list replaces the one before.
/// </remarks>
internal static class ClosingList
{
    public const int EntrySize = RemoteDocumentId.Size + 4 + RevisionHash.Size;

    /// <summary>Twenty million leaves; a bound for what a ring may make us fetch.</summary>
    public const int MaxBytes = 1 << 30;

    public static void Write(Span<byte> entry, ReadOnlySpan<byte> bid, Revision revision)
    {
        bid.CopyTo(entry);
        BinaryPrimitives.WriteInt32LittleEndian(entry[RemoteDocumentId.Size..], revision.Generation);
        revision.Hash.CopyTo(entry[(RemoteDocumentId.Size + 4)..]);
    }

    /// <summary>Sorts entries and drops those that are there twice.</summary>
    public static byte[] Build(IReadOnlyCollection<byte[]> entries)
    {
        var sorted = entries.Order(Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right))).ToList();
        var list = new byte[sorted.Count * EntrySize];
        var length = 0;
        foreach (var entry in sorted)
        {
            if (length == 0 || !list.AsSpan(length - EntrySize, EntrySize).SequenceEqual(entry))
            {
                entry.CopyTo(list, length);
                length += EntrySize;
            }
        }

        return list[..length];
    }
}
