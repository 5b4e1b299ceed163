using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Keys;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Opens one chunk at its place. Not a byte of it is released before all of it is verified.</summary>
internal sealed class OpenChunkHandler(KeyCabinet cabinet, FileSealer sealer) : IRequestHandler<OpenChunk, ChunkOutcome>
{
    public Task<ChunkOutcome> Handle(OpenChunk request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        return Task.FromResult(Open(lease.Keys, request));
    }

    private ChunkOutcome Open(VaultKeys keys, OpenChunk request)
    {
        var blob = request.Blob;
        if (!FileRules.IsReadable(blob) || request.Index < 0 || request.Index >= blob.ChunkCount)
        {
            return new ChunkOutcome(default, RejectionCodes.ChunkInvalid);
        }

        if (!keys.TryGetEpoch((uint)blob.Epoch, out var epoch))
        {
            return new ChunkOutcome(default, RejectionCodes.EpochUnknown);
        }

        var seal = FileSeal.Chunk(new FileKey(keys.Vault, blob.File, blob.Epoch), request.Index, request.Index == blob.ChunkCount - 1);
        var refusal = sealer.Open(epoch, seal, request.Address, request.Bytes.Span, out var data);
        if (refusal is RejectionCodes.VersionUnsupported)
        {
            return new ChunkOutcome(default, refusal);
        }

        // Which check failed helps nobody who reads a file: the piece is not the one that belongs here.
        if (refusal is null && data!.Memory.Length == blob.ChunkLength(request.Index))
        {
            return new ChunkOutcome(data.Memory, null) { Buffer = data };
        }

        data?.Dispose();
        return new ChunkOutcome(default, RejectionCodes.ChunkInvalid);
    }
}
