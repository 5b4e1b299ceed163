using System.Buffers.Binary;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Devices;

/// <summary>Where things are in the envelope of a head, a log segment or a word on collecting, and what its SIV is bound to.</summary>
/// <remarks>
/// <code>
/// 0        8              16     48
/// ├ header ┼ LE64 counter ┼ V 32 ┼ C = P + 16 ┤
/// ctx = vault 16 ‖ bid 32 ‖ LE64 counter
/// </code>
/// The device's id is inside the seal and nowhere else: its hash is the name, as with documents.
/// </remarks>
internal static class DeviceLayout
{
    public const int Counter = SealHeader.Size;
    public const int Siv = Counter + 8;
    public const int Ciphertext = Siv + Sealer.SivSize;
    public const int Overhead = Ciphertext + Sealer.TagSize;
    public const int MinLength = Overhead + Padding.DocumentMinimum;

    /// <summary>A full segment is 9 KB; a head that names a thousand devices is less than this too.</summary>
    public const int MaxLength = Overhead + (128 << 10);

    /// <summary>A proposal of the most chunks, each 43 characters, and its padding.</summary>
    public const int MaxCollectionLength = Overhead + (512 << 10);

    public const int ContextLength = 16 + DeviceNames.Size + 8;

    public static void WriteContext(Span<byte> context, VaultId vault, ReadOnlySpan<byte> bid, long counter)
    {
        BinaryPrimitives.WriteUInt128BigEndian(context, vault.Value);
        bid.CopyTo(context[16..]);
        BinaryPrimitives.WriteInt64LittleEndian(context[48..], counter);
    }
}
