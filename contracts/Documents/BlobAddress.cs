using System.Buffers.Text;

namespace Aurix.Platform.Documents;

/// <summary>The 32-byte SIV of a sealed chunk or manifest: its address on a server, and a commitment to its content, file and place.</summary>
public readonly record struct BlobAddress
{
    /// <summary>How many bytes an address has.</summary>
    public const int Size = 32;

    private readonly string? _text;

    private BlobAddress(string text) => _text = text;

    /// <summary>The id of the server document that holds the sealed bytes: <c>c</c> and 43 characters of base64url.</summary>
    public string RemoteId => "c" + Text;

    private string Text => _text ?? throw new InvalidOperationException("A BlobAddress was used before it was given a value.");

    /// <summary>An address from its 32 bytes.</summary>
    public static BlobAddress FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Size ? new(Base64Url.EncodeToString(bytes)) : throw new ArgumentException("A blob address is 32 bytes.", nameof(bytes));

    /// <summary>Reads the base64url form, in its only canonical spelling.</summary>
    public static bool TryParse(string? text, out BlobAddress address)
    {
        address = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (!CanonicalBase64Url.TryDecode(text, bytes))
        {
            return false;
        }

        address = new(text!);
        return true;
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToBytes() => Base64Url.DecodeFromChars(Text);

    /// <summary>43 characters of base64url.</summary>
    public override string ToString() => _text ?? "(none)";
}
