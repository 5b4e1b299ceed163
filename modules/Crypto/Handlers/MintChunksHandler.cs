using System.Collections.Immutable;
using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Names chunks: what the manifest, and so the document, will say.</summary>
internal sealed class MintChunksHandler(KeyCabinet cabinet, FileSealer sealer) : IRequestHandler<MintChunks, ImmutableArray<BlobAddress>>
{
    public Task<ImmutableArray<BlobAddress>> Handle(MintChunks request, CancellationToken cancellationToken)
    {
        foreach (var chunk in request.Chunks)
        {
            FileRules.Check(chunk);
        }

        using var lease = cabinet.Use(request.File.Vault);
        var epoch = FileRules.Epoch(lease.Keys, request.File.Epoch);
        return Task.FromResult(Batch.Map(
            request.Chunks,
            Batch.ParallelChunks,
            chunk => sealer.Mint(epoch, FileSeal.Chunk(request.File, chunk.Index, chunk.IsLast), chunk.Data.Span),
            cancellationToken));
    }
}
