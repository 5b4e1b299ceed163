using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Blobs;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

/// <summary>Takes files in, a piece at a time.</summary>
internal sealed class UploadHandler(Databases databases, Uploads uploads)
    : IRequestHandler<BeginBlob, long>, IRequestHandler<AppendBlob, long>, IRequestHandler<FinishBlob, FinishedBlob>, IRequestHandler<AbandonBlob, bool>,
      IRequestHandler<ResumeBlob, ResumedBlob>, IRequestHandler<ListUploads, ImmutableArray<UnfinishedUpload>>
{
    public async Task<long> Handle(BeginBlob request, CancellationToken cancellationToken) =>
        await uploads.BeginAsync(await databases.RequireAsync(request.Database, cancellationToken), cancellationToken);

    public async Task<long> Handle(AppendBlob request, CancellationToken cancellationToken) =>
        await uploads.AppendAsync(await databases.RequireAsync(request.Database, cancellationToken), request.Upload, request.Data, cancellationToken);

    public async Task<FinishedBlob> Handle(FinishBlob request, CancellationToken cancellationToken) =>
        await uploads.FinishAsync(await databases.RequireAsync(request.Database, cancellationToken), request.Upload, cancellationToken);

    public async Task<bool> Handle(AbandonBlob request, CancellationToken cancellationToken) =>
        await uploads.AbandonAsync(await databases.RequireAsync(request.Database, cancellationToken), request.Upload, cancellationToken);

    public async Task<ResumedBlob> Handle(ResumeBlob request, CancellationToken cancellationToken) =>
        await uploads.ResumeAsync(await databases.RequireAsync(request.Database, cancellationToken), request.Upload, cancellationToken);

    public async Task<ImmutableArray<UnfinishedUpload>> Handle(ListUploads request, CancellationToken cancellationToken) =>
    [
        .. (await databases.RequireAsync(request.Database, cancellationToken)).Blobs.Uploads()
            .Select(upload => new UnfinishedUpload(upload.Number, upload.Begun, (long)upload.Chunks * BlobReference.ChunkSize, upload.Owner.IsRunning())),
    ];
}
