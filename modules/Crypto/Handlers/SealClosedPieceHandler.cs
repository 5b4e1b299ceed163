using System.Collections.Immutable;
using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Rotation;
using Aurix.Platform.Documents;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>The list as it lies here, sealed as it was: sealing is a function of key and bytes, so every address is the one that the ring names.</summary>
internal sealed class SealClosedPieceHandler(KeyCabinet cabinet, ClosedEpochs closed, FileSealer files) : IRequestHandler<SealClosedPiece, ClosingPiece>
{
    public Task<ClosingPiece> Handle(SealClosedPiece request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        var keys = lease.Keys;
        if (keys.Closing is not { } list || !keys.TryGetEpoch((uint)list.Epoch, out var epoch))
        {
            throw VaultErrors.ClosedEpochsMissing();
        }

        var key = new FileKey(keys.Vault, list.File, list.Epoch);
        if (request.Piece < list.ChunkCount)
        {
            return Task.FromResult(new ClosingPiece(files.Seal(epoch, Chunk(key, list, request.Piece), closed.Read(list, request.Piece)), IsLast: false));
        }

        ImmutableArray<BlobAddress> chunks = [.. Enumerable.Range(0, list.ChunkCount).Select(index => files.Mint(epoch, Chunk(key, list, index), closed.Read(list, index)))];
        return Task.FromResult(new ClosingPiece(files.Seal(epoch, FileSeal.Manifest(key, list.Size, chunks.Length), Manifest.Join(chunks)), IsLast: true));
    }

    private static FileSeal Chunk(FileKey key, BlobReference list, int index) => FileSeal.Chunk(key, index, index == list.ChunkCount - 1);
}
