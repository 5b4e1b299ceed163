using System.Globalization;

namespace Aurix.Platform.Documents;

/// <summary>The 16 bytes behind the dash of a revision. Ordered as CouchDB orders them: as bytes, which is the order of lower-case hex.</summary>
public readonly record struct RevisionHash(UInt128 Value) : IComparable<RevisionHash>
{
    /// <summary>How many bytes a hash has.</summary>
    public const int Size = 16;

    /// <summary>Sixteen zero bytes: the "parent" of a first revision.</summary>
    public static readonly RevisionHash None;

    /// <summary>Reads 16 bytes, most significant first.</summary>
    public static RevisionHash FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException("A revision hash is 16 bytes.", nameof(bytes));
        }

        return new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>Reads exactly 32 lower-case hex digits; upper case is refused, because one revision must have one spelling.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out RevisionHash hash)
    {
        hash = default;
        if (text.Length != 2 * Size)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        hash = new(UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>The 16 bytes, most significant first.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Writes the 16 bytes, most significant first.</summary>
    public void CopyTo(Span<byte> destination) =>
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <inheritdoc/>
    public int CompareTo(RevisionHash other) => Value.CompareTo(other.Value);

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
