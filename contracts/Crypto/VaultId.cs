using System.Buffers.Text;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto;

/// <summary>16 random bytes that name a vault, bound into everything that is sealed for it.</summary>
public readonly record struct VaultId(UInt128 Value)
{
    /// <summary>Reads 16 bytes, most significant first.</summary>
    public static VaultId FromBytes(ReadOnlySpan<byte> bytes) => new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Reads 22 characters of base64url in their canonical spelling.</summary>
    public static bool TryParse(string? text, out VaultId vault)
    {
        vault = default;
        Span<byte> bytes = stackalloc byte[16];
        if (!CanonicalBase64Url.TryDecode(text, bytes))
        {
            return false;
        }

        vault = FromBytes(bytes);
        return true;
    }

    /// <summary>The 16 bytes, most significant first.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return bytes;
    }

    /// <summary>22 characters of base64url.</summary>
    public override string ToString() => Base64Url.EncodeToString(ToBytes());
}
