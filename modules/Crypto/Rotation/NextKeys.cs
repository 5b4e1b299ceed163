using System.Collections.Immutable;
using System.Security.Cryptography;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Rotation;

/// <summary>The keys that follow the present ones, while they are in the making: random, in guarded memory, durable nowhere.</summary>
internal sealed class NextKeys : IDisposable
{
    private readonly FileSealer _files;
    private readonly GuardedKey _master;
    private readonly FileKey _listKey;
    private readonly List<byte[]> _leaves = [];
    private byte[]? _list;
    private ImmutableArray<BlobAddress> _chunks;

    public NextKeys(ISodium sodium, Kdf kdf, FileSealer files, VaultKeys present)
    {
        Span<byte> random = stackalloc byte[16 + (2 * GuardedKey.Size)];
        try
        {
            sodium.Random(random);
            _files = files;
            _master = new GuardedKey(random.Slice(16, GuardedKey.Size));
            Epoch = new EpochKeys(kdf, present.Epochs.Last().Number + 1, random[^GuardedKey.Size..]);
            _listKey = new FileKey(present.Vault, BlobFileId.FromBytes(random[..16]), Epoch.Number);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(random);
        }
    }

    public EpochKeys Epoch { get; }

    /// <summary>The closing list as a file; its last leaf must have been named.</summary>
    public BlobReference Closing { get; private set; } = null!;

    /// <summary>The list's bytes.</summary>
    public ReadOnlySpan<byte> List => _list;

    /// <summary>Whether these keys were made to follow those.</summary>
    public bool Follows(VaultKeys present) => Epoch.Number == present.Epochs.Last().Number + 1;

    /// <exception cref="UsageException"><c>LeafInvalid</c>.</exception>
    public int Name(ImmutableArray<ClosingLeaf> leaves)
    {
        Span<byte> bid = stackalloc byte[RemoteDocumentId.Size];
        foreach (var leaf in leaves)
        {
            if (_list is not null || !RemoteDocumentId.TryParse(leaf.RemoteId, bid))
            {
                throw new UsageException("LeafInvalid", $"'{leaf.RemoteId}' cannot be named in the closing list.", "Name leaves by the ids that their documents go by on a server, before the list is sealed.");
            }

            var entry = new byte[ClosingList.EntrySize];
            ClosingList.Write(entry, bid, leaf.Revision);
            _leaves.Add(entry);
        }

        return _leaves.Count;
    }

    /// <summary>One chunk of the list, or its manifest after the last.</summary>
    public ClosingPiece Seal(int piece)
    {
        Finish();
        if (piece < _chunks.Length)
        {
            return new ClosingPiece(_files.Seal(Epoch, FileSeal.Chunk(_listKey, piece, piece == _chunks.Length - 1), Chunk(piece)), IsLast: false);
        }

        var manifest = _files.Seal(Epoch, FileSeal.Manifest(_listKey, _list!.Length, _chunks.Length), Manifest.Join(_chunks));
        return new ClosingPiece(manifest, IsLast: true);
    }

    /// <summary>The whole set: the old epochs to open with, the new one to seal under.</summary>
    /// <param name="kdf">Derives.</param>
    /// <param name="present">The keys before.</param>
    /// <param name="slot">The newest slot generation.</param>
    public VaultKeys Join(Kdf kdf, VaultKeys present, int slot)
    {
        Finish();
        var epochs = present.Epochs.Append(Epoch).Select(epoch => new EpochKeys(kdf, epoch.Number, epoch.Key.Bytes));
        return new VaultKeys(kdf, present.Vault, _master.Bytes, present.Stable.Bytes, epochs, new VaultPins(Epoch.Number, present.Pins.Ring + 1, slot)) { Closing = Closing };
    }

    public void Dispose()
    {
        _master.Dispose();
        Epoch.Dispose();
    }

    // From here on the list stands: its name goes into the ring.
    private void Finish()
    {
        if (_list is not null)
        {
            return;
        }

        _list = ClosingList.Build(_leaves);
        _chunks = [.. Enumerable.Range(0, BlobReference.CountChunks(_list.Length)).Select(Address)];
        var manifest = _files.Mint(Epoch, FileSeal.Manifest(_listKey, _list.Length, _chunks.Length), Manifest.Join(_chunks));
        Closing = new BlobReference(_listKey.File, Epoch.Number, manifest, _list.Length);
    }

    private BlobAddress Address(int index) =>
        _files.Mint(Epoch, FileSeal.Chunk(_listKey, index, index == BlobReference.CountChunks(_list!.Length) - 1), Chunk(index));

    private ReadOnlySpan<byte> Chunk(int index) =>
        _list.AsSpan(index * BlobReference.ChunkSize, BlobReference.LengthOfChunk(_list!.Length, index));
}
