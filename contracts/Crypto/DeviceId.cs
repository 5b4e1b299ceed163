using System.Buffers.Binary;
using System.Globalization;

namespace Aurix.Platform.Crypto;

/// <summary>16 random bytes that name one device's log. A device that finds its own past ahead of it takes new ones.</summary>
public readonly record struct DeviceId(UInt128 Value) : IComparable<DeviceId>
{
    /// <summary>How many bytes an id has.</summary>
    public const int Size = 16;

    /// <summary>Reads 16 bytes, most significant first.</summary>
    public static DeviceId FromBytes(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Reads exactly 32 lower-case hex digits.</summary>
    /// <exception cref="FormatException">The text is no device id.</exception>
    public static DeviceId Parse(string text) => TryParse(text, out var device) ? device : throw new FormatException($"'{text}' is no device id.");

    /// <summary>Reads exactly 32 lower-case hex digits, answering whether the text was that.</summary>
    public static bool TryParse(string? text, out DeviceId device)
    {
        device = default;
        if (text is not { Length: 2 * Size } || text.Any(digit => !char.IsAsciiHexDigitLower(digit)))
        {
            return false;
        }

        device = new(UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>Writes the 16 bytes, most significant first.</summary>
    public void CopyTo(Span<byte> destination) => BinaryPrimitives.WriteUInt128BigEndian(destination, Value);

    /// <inheritdoc/>
    public int CompareTo(DeviceId other) => Value.CompareTo(other.Value);

    /// <summary>32 lower-case hex digits.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
