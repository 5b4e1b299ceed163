using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Bench.Crypto;

/// <summary>The construct alone: two subkeys, the SIV and the cipher over a frame that is in place.</summary>
internal sealed class SealWork
{
    private const int Context = 68; // a document's

    private readonly Sealer _sealer;
    private readonly byte[] _key = new byte[GuardedKey.Size];
    private readonly byte[] _frame;
    private readonly byte[] _opened;
    private readonly byte[] _siv = new byte[Sealer.SivSize];
    private readonly byte[] _ciphertext;

    public SealWork(SealKeys keys, int size)
    {
        _sealer = new Sealer(keys.Sodium);
        _frame = Buffer(SealFrame.Size(Context, size));
        _opened = Buffer(_frame.Length);
        _ciphertext = Buffer(size + Sealer.TagSize);
        Seal();
    }

    public void Seal() => _sealer.Seal(_siv, _ciphertext, _key, Lay(_frame));

    public void Open()
    {
        if (_sealer.Open(_siv, _ciphertext, _key, Lay(_opened)) is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }
    }

    public static byte[] Buffer(int length) => GC.AllocateArray<byte>(length, pinned: true);

    private static SealFrame Lay(byte[] buffer) => new(buffer, new SealHeader(SealKind.Document, 1), Context);
}
