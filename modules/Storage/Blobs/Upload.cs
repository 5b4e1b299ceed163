using System.Collections.Immutable;
using System.Security.Cryptography;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>A file on its way in: the one chunk that is not full yet, and the hashes of what came before.</summary>
/// <param name="number">Its row.</param>
/// <param name="file">In the vault, what binds its chunks to it; null in a relay.</param>
internal sealed class Upload(long number, FileKey? file) : IDisposable
{
    private readonly byte[] _tail = new byte[BlobReference.ChunkSize];
    private readonly IncrementalHash? _sha256 = file is null ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null; // the vault names files otherwise
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly ImmutableArray<BlobAddress>.Builder _addresses = ImmutableArray.CreateBuilder<BlobAddress>();
    private int _filled;

    public long Number { get; } = number;

    public FileKey? File { get; } = file;

    /// <summary>Calls on one upload come one after the other, whatever its callers do. Never disposed: somebody may still be waiting at it.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>The bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Whether the last chunk was stored; what is left is to name the file.</summary>
    public bool IsComplete { get; set; }

    /// <summary>How many chunks were handed on; the place of the next.</summary>
    public int Chunks { get; private set; }

    public ReadOnlyMemory<byte> Tail => _tail.AsMemory(0, _filled);

    public ImmutableArray<BlobAddress> Addresses => _addresses.ToImmutable();

    /// <summary>What CouchDB's protocol calls the digest.</summary>
    public string Digest => "md5-" + Convert.ToBase64String(_md5.GetCurrentHash());

    /// <summary>What a relay names the file by: equal files are stored once.</summary>
    public BlobKey ContentKey => new("sha256-" + Convert.ToHexStringLower(_sha256!.GetCurrentHash()));

    /// <summary>
    /// Takes bytes up to the end of the tail chunk and answers how many. A full tail is kept back until more bytes come:
    /// only then is it certain that it is not the last chunk, and that is part of its address.
    /// </summary>
    public int Take(ReadOnlySpan<byte> data)
    {
        var taken = Math.Min(data.Length, BlobReference.ChunkSize - _filled);
        data[..taken].CopyTo(_tail.AsSpan(_filled));
        _sha256?.AppendData(data[..taken]);
        _md5.AppendData(data[..taken]);
        _filled += taken;
        Length += taken;
        return taken;
    }

    public bool TailIsFull => _filled == BlobReference.ChunkSize;

    /// <summary>The tail was stored: the next chunk begins.</summary>
    public void TailStored(BlobAddress? address)
    {
        if (address is { } minted)
        {
            _addresses.Add(minted);
        }

        Chunks++;
        _filled = 0;
    }

    public void Dispose()
    {
        _sha256?.Dispose();
        _md5.Dispose();
    }
}
