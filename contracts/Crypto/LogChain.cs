namespace Aurix.Platform.Crypto;

/// <summary>The 32-byte end of a hash chain over a device's log: it commits to every entry and to their order.</summary>
public readonly record struct LogChain
{
    /// <summary>How many bytes it has.</summary>
    public const int Size = 32;

    /// <summary>Before the first entry.</summary>
    public static readonly LogChain Start;

    private readonly string? _hex;

    private LogChain(string hex) => _hex = hex == Zeros ? null : hex;

    private static string Zeros { get; } = new('0', 2 * Size);

    /// <summary>From its 32 bytes.</summary>
    public static LogChain FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size ? new(Convert.ToHexStringLower(bytes)) : throw new ArgumentException("A log chain is 32 bytes.", nameof(bytes));

    /// <summary>Reads exactly 64 lower-case hex digits.</summary>
    /// <exception cref="FormatException">The text is no chain.</exception>
    public static LogChain Parse(string text) => TryParse(text, out var chain) ? chain : throw new FormatException($"'{text}' is no log chain.");

    /// <summary>Reads exactly 64 lower-case hex digits, answering whether the text was that.</summary>
    public static bool TryParse(string? text, out LogChain chain)
    {
        var good = text is { Length: 2 * Size } && text.All(char.IsAsciiHexDigitLower);
        chain = good ? new(text!) : default;
        return good;
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes() => Convert.FromHexString(ToString());

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => _hex ?? Zeros;
}
