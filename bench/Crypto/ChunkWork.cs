using Aurix.Platform.Crypto;
using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Bench.Crypto;

/// <summary>A full chunk as the product seals and opens it.</summary>
internal sealed class ChunkWork
{
    /// <summary>Padded: what passes through hash and cipher.</summary>
    public const int Size = 1 << 20;

    private readonly SealKeys _keys;
    private readonly FileSealer _sealer;
    private readonly FileSeal _seal;
    private readonly byte[] _data = SealWork.Buffer(BlobReference.ChunkSize);
    private readonly byte[] _blob = SealWork.Buffer(FileSealer.SealedLength(BlobReference.ChunkSize));
    private readonly byte[] _opened = SealWork.Buffer(FileSealer.SealedLength(BlobReference.ChunkSize));
    private readonly byte[] _siv = new byte[Sealer.SivSize];

    public ChunkWork(SealKeys keys)
    {
        _keys = keys;
        _sealer = new FileSealer(keys.Sodium, keys.Buffers);
        _seal = FileSeal.Chunk(new FileKey(keys.Keys.Vault, BlobFileId.FromBytes("0123456789abcdef"u8), 1), 0, isLast: false);
        Seal();
    }

    public void Seal() => _sealer.Seal(_keys.Keys.Current, _seal, _data, _blob, _siv);

    public void Open()
    {
        if (_sealer.Open(_keys.Keys.Current, _seal, _siv, _blob, _opened, out _) is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }
    }
}
