using Geralt;

namespace Aurix.Platform.Bench.Crypto;

/// <summary>The two libsodium calls without anything around them: a keyed hash over the bytes, and the cipher over the same bytes.</summary>
internal sealed class RawWork
{
    private readonly byte[] _key = new byte[32];
    private readonly byte[] _plaintext;
    private readonly byte[] _ciphertext;
    private readonly byte[] _opened;
    private readonly byte[] _tag = new byte[32];
    private readonly byte[] _associated = new byte[80];

    public RawWork(int size)
    {
        _plaintext = SealWork.Buffer(size);
        _opened = SealWork.Buffer(size);
        _ciphertext = SealWork.Buffer(size + 16);
        Seal();
    }

    public void Seal()
    {
        BLAKE2b.ComputeTag(_tag, _plaintext, _key);
        XChaCha20Poly1305.Encrypt(_ciphertext, _plaintext, _tag.AsSpan(0, 24), _key, _associated);
    }

    public void Open()
    {
        Span<byte> tag = stackalloc byte[32];
        XChaCha20Poly1305.Decrypt(_opened, _ciphertext, _tag.AsSpan(0, 24), _key, _associated);
        BLAKE2b.ComputeTag(tag, _opened, _key);
    }
}
