using System.Buffers.Text;

namespace Aurix.Platform.Crypto.Primitives;

/// <summary>Writes small JSON with keys in it into a buffer of the caller's, so that no writer of the framework keeps a copy.</summary>
/// <remarks>All names and values are ASCII that needs no escape. A buffer that is too small throws.</remarks>
internal ref struct SecretText(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    public void Add(scoped ReadOnlySpan<byte> ascii)
    {
        ascii.CopyTo(_buffer[_length..]);
        _length += ascii.Length;
    }

    public void Add(int number)
    {
        if (!Utf8Formatter.TryFormat(number, _buffer[_length..], out var written))
        {
            throw new ArgumentException("The buffer is too small.");
        }

        _length += written;
    }

    /// <summary>Bytes as a JSON string of base64url.</summary>
    public void AddQuoted(scoped ReadOnlySpan<byte> bytes)
    {
        Add("\""u8);
        _length += Base64Url.EncodeToUtf8(bytes, _buffer[_length..]);
        Add("\""u8);
    }
}
