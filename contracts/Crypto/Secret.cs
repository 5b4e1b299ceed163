using System.Security.Cryptography;
using System.Text;

namespace Aurix.Platform.Crypto;

/// <summary>A password, a login or a recovery code on its way. Zeroed on dispose; prints nothing.</summary>
/// <remarks>The bytes sit in a pinned array, so that the garbage collector leaves no copies. Whoever made it disposes it.</remarks>
public sealed class Secret : IDisposable
{
    private readonly byte[] _utf8;
    private int _length;

    /// <summary>Copies the bytes; the caller wipes its own.</summary>
    public Secret(ReadOnlySpan<byte> utf8)
    {
        _utf8 = GC.AllocateUninitializedArray<byte>(utf8.Length, pinned: true);
        utf8.CopyTo(_utf8);
        _length = utf8.Length;
    }

    /// <summary>Encodes the characters as UTF-8; the caller wipes its own.</summary>
    public static Secret FromCharacters(ReadOnlySpan<char> characters)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(Encoding.UTF8.GetByteCount(characters), pinned: true);
        try
        {
            Encoding.UTF8.GetBytes(characters, bytes);
            return new Secret(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>The bytes. Valid until dispose.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8.AsSpan(0, _length);

    /// <summary>An own copy, for whoever outlives this one.</summary>
    public Secret Copy() => new(Utf8);

    /// <summary>The text, for handing it to an API that takes nothing else. Every call leaves a copy that nobody can wipe.</summary>
    public string Reveal() => Encoding.UTF8.GetString(Utf8);

    /// <summary>Zeroes the bytes.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_utf8);
        _length = 0;
    }

    /// <summary>Always the same word.</summary>
    public override string ToString() => "(secret)";
}
