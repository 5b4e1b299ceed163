using System.Security.Cryptography;

namespace Aurix.Platform.Bench.Crypto;

/// <summary>AES-256-GCM of the framework: no key commitment, a nonce of 12 bytes that must never repeat, no SIV. For the order of magnitude.</summary>
internal sealed class AesWork : IDisposable
{
    private readonly bool _keyPerCall;
    private readonly byte[] _key = new byte[32];
    private readonly byte[] _nonce = new byte[12];
    private readonly byte[] _tag = new byte[16];
    private readonly byte[] _plaintext;
    private readonly byte[] _ciphertext;
    private readonly AesGcm _kept;

    public AesWork(int size, bool keyPerCall)
    {
        _keyPerCall = keyPerCall;
        _plaintext = SealWork.Buffer(size);
        _ciphertext = SealWork.Buffer(size);
        _kept = new AesGcm(_key, _tag.Length);
        Seal();
    }

    public void Seal() => Run(aes => aes.Encrypt(_nonce, _plaintext, _ciphertext, _tag));

    public void Open() => Run(aes => aes.Decrypt(_nonce, _ciphertext, _tag, _plaintext));

    public void Dispose() => _kept.Dispose();

    private void Run(Action<AesGcm> work)
    {
        if (!_keyPerCall)
        {
            work(_kept);
            return;
        }

        using var aes = new AesGcm(_key, _tag.Length);
        work(aes);
    }
}
