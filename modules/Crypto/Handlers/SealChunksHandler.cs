using System.Collections.Immutable;
using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Seals chunks of a file that a document already names.</summary>
internal sealed class SealChunksHandler(KeyCabinet cabinet, FileSealer sealer) : IRequestHandler<SealChunks, ImmutableArray<SealedBlob>>
{
    public Task<ImmutableArray<SealedBlob>> Handle(SealChunks request, CancellationToken cancellationToken)
    {
        foreach (var chunk in request.Chunks)
        {
            FileRules.Check(chunk, request.Blob);
        }

        using var lease = cabinet.Use();
        var file = new FileKey(lease.Keys.Vault, request.Blob.File, request.Blob.Epoch);
        var epoch = FileRules.Epoch(lease.Keys, file.Epoch);
        return Task.FromResult(Batch.Map(
            request.Chunks,
            Batch.ParallelChunks,
            chunk => sealer.Seal(epoch, FileSeal.Chunk(file, chunk.Index, chunk.IsLast), chunk.Data.Span),
            cancellationToken));
    }
}
