using System.Collections.Immutable;
using Aurix.Platform.Storage.Blobs;
using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

/// <summary>Reads files, and takes in what arrives of the vault's.</summary>
internal sealed class BlobsHandler(Databases databases)
    : IRequestHandler<ReadBlob, BlobPiece?>,
      IRequestHandler<DescribeBlob, BlobDescription?>,
      IRequestHandler<ListIncompleteBlobs, ImmutableArray<BlobDescription>>,
      IRequestHandler<StoreManifest, bool>,
      IRequestHandler<StoreChunk, bool>
{
    private const int LargestPiece = 4 * 1024 * 1024;

    public async Task<BlobPiece?> Handle(ReadBlob request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Count, LargestPiece);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Offset, nameof(request));
        return await StoredBytes.ReadAsync(await databases.RequireAsync(request.Database, cancellationToken), request.Blob, request.Offset, request.Count, cancellationToken);
    }

    public async Task<BlobDescription?> Handle(DescribeBlob request, CancellationToken cancellationToken) =>
        VaultBlobs.Describe(await databases.RequireVaultAsync(cancellationToken), request.Blob);

    public async Task<ImmutableArray<BlobDescription>> Handle(ListIncompleteBlobs request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Limit, 1000);
        return VaultBlobs.Incomplete(await databases.RequireVaultAsync(cancellationToken), request);
    }

    public async Task<bool> Handle(StoreManifest request, CancellationToken cancellationToken) =>
        await VaultBlobs.StoreManifestAsync(await databases.RequireVaultAsync(cancellationToken), request, cancellationToken);

    public async Task<bool> Handle(StoreChunk request, CancellationToken cancellationToken) =>
        await VaultBlobs.StoreChunkAsync(await databases.RequireVaultAsync(cancellationToken), request, cancellationToken);
}
