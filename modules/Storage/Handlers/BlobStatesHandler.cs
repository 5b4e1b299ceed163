using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Blobs;
using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

/// <summary>Says which files are here, and does what the owner wants of them.</summary>
internal sealed class BlobStatesHandler(Databases databases, BlobCollector collector)
    : IRequestHandler<ListBlobs, ImmutableArray<ListedBlob>>,
      IRequestHandler<FindBlobDocuments, ImmutableDictionary<BlobKey, ImmutableArray<DocumentId>>>,
      IRequestHandler<PinBlob, bool>,
      IRequestHandler<WantBlob, bool>,
      IRequestHandler<EvictBlob, long>,
      IRequestHandler<NoteBlobOnServer, int>,
      IRequestHandler<ForgetServerBlobs, int>,
      IRequestHandler<FindDocumentsAwaitingUpload, ImmutableArray<DocumentId>>,
      IRequestHandler<CollectBlobs, CollectedBlobs>
{
    public async Task<ImmutableArray<ListedBlob>> Handle(ListBlobs request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Limit, 1000);
        return BlobStates.List(await databases.RequireVaultAsync(cancellationToken), request);
    }

    public async Task<ImmutableDictionary<BlobKey, ImmutableArray<DocumentId>>> Handle(FindBlobDocuments request, CancellationToken cancellationToken)
    {
        if (request.Blobs.Length > 1000)
        {
            throw new ArgumentOutOfRangeException(nameof(request), request.Blobs.Length, "At most 1000 files at a time.");
        }

        return BlobStates.Documents(await databases.RequireVaultAsync(cancellationToken), request.Blobs);
    }

    public async Task<bool> Handle(PinBlob request, CancellationToken cancellationToken) =>
        await BlobStates.PinAsync(await databases.RequireVaultAsync(cancellationToken), request, cancellationToken);

    public async Task<bool> Handle(WantBlob request, CancellationToken cancellationToken) =>
        await BlobStates.WantAsync(await databases.RequireVaultAsync(cancellationToken), request.Blob, cancellationToken);

    public async Task<long> Handle(EvictBlob request, CancellationToken cancellationToken) =>
        await BlobStates.EvictAsync(await databases.RequireVaultAsync(cancellationToken), request.Blob, cancellationToken);

    public async Task<int> Handle(NoteBlobOnServer request, CancellationToken cancellationToken) =>
        await BlobStates.NoteOnServerAsync(await databases.RequireVaultAsync(cancellationToken), request, cancellationToken);

    public async Task<int> Handle(ForgetServerBlobs request, CancellationToken cancellationToken) =>
        await BlobStates.ForgetServerAsync(await databases.RequireVaultAsync(cancellationToken), request.Remote, cancellationToken);

    public async Task<ImmutableArray<DocumentId>> Handle(FindDocumentsAwaitingUpload request, CancellationToken cancellationToken) =>
        BlobStates.AwaitingUpload(await databases.RequireVaultAsync(cancellationToken), request);

    public async Task<CollectedBlobs> Handle(CollectBlobs request, CancellationToken cancellationToken) =>
        await collector.RunAsync(await databases.RequireAsync(request.Database, cancellationToken), request, cancellationToken);
}
