using System.Buffers.Binary;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Envelopes;

/// <summary>Where things are in a document's envelope E (crypto.md §3.5), and what its SIV is bound to.</summary>
/// <remarks>
/// <code>
/// 0        8          12          28     60
/// ├ header ┼ LE32 gen ┼ parent 16 ┼ V 32 ┼ C = P + 16 ┤
/// ctx = vault 16 ‖ bid 32 ‖ LE32 gen ‖ parent 16
/// </code>
/// The parent stands in the clear because a server sees the tree anyway, and may stem what it tells of it.
/// </remarks>
internal static class EnvelopeLayout
{
    public const int Generation = SealHeader.Size;
    public const int Parent = Generation + 4;
    public const int Siv = Parent + RevisionHash.Size;
    public const int Ciphertext = Siv + Sealer.SivSize;

    /// <summary>All that is not padded plaintext.</summary>
    public const int Overhead = Ciphertext + Sealer.TagSize;

    /// <summary>The largest padded body: what CouchDB takes with room to spare.</summary>
    public const int MaxPadded = 4 << 20;

    public const int MinLength = Overhead + Padding.DocumentMinimum;
    public const int MaxLength = Overhead + MaxPadded;

    /// <summary>A revision's text has room for nine digits.</summary>
    public const int MaxGeneration = 999_999_999;

    public const int ContextLength = 16 + RemoteDocumentId.Size + 4 + RevisionHash.Size;

    public static void WriteContext(Span<byte> context, VaultId vault, ReadOnlySpan<byte> bid, int generation, RevisionHash parent)
    {
        BinaryPrimitives.WriteUInt128BigEndian(context, vault.Value);
        bid.CopyTo(context[16..]);
        BinaryPrimitives.WriteInt32LittleEndian(context[48..], generation);
        parent.CopyTo(context[52..]);
    }
}
