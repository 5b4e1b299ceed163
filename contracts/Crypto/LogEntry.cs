using System.Buffers.Binary;
using System.Buffers.Text;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto;

/// <summary>One line of a device's log: this device vouches that the server was given this revision.</summary>
/// <remarks>
/// <code>
/// 0     32         36      52         68
/// ├ bid ┼ LE32 gen ┼ rev 16 ┼ parent 16 ┼ flags ┤      flags: 01 for a tombstone
/// </code>
/// </remarks>
/// <param name="RemoteId">The document, by its id on the server.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Parent">Its parent's hash; <see cref="RevisionHash.None"/> for a first revision.</param>
/// <param name="IsTombstone">Whether it is a park or a retire.</param>
public sealed record LogEntry(string RemoteId, Revision Revision, RevisionHash Parent, bool IsTombstone)
{
    /// <summary>How many bytes an entry has.</summary>
    public const int Size = 69;

    private const int IdSize = 32;

    /// <summary>The parent as a revision, null for a first one.</summary>
    public Revision? ParentRevision => Revision.Generation == 1 ? null : new Revision(Revision.Generation - 1, Parent);

    /// <summary>Writes the 69 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        Base64Url.DecodeFromChars(RemoteId.AsSpan(1), destination[..IdSize]);
        BinaryPrimitives.WriteInt32LittleEndian(destination[IdSize..], Revision.Generation);
        Revision.Hash.CopyTo(destination[36..]);
        Parent.CopyTo(destination[52..]);
        destination[68] = IsTombstone ? (byte)1 : (byte)0;
    }

    /// <summary>Reads 69 bytes; null when no device writes such.</summary>
    public static LogEntry? Read(ReadOnlySpan<byte> bytes)
    {
        var generation = BinaryPrimitives.ReadInt32LittleEndian(bytes[IdSize..]);
        var parent = RevisionHash.FromBytes(bytes.Slice(52, RevisionHash.Size));
        return generation is < 1 or > 999_999_999 || bytes[68] > 1 || (generation == 1) != (parent == RevisionHash.None)
            ? null
            : new("d" + Base64Url.EncodeToString(bytes[..IdSize]), new Revision(generation, RevisionHash.FromBytes(bytes.Slice(36, RevisionHash.Size))), parent, bytes[68] == 1);
    }
}
