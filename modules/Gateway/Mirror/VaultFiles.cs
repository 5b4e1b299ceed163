using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.CouchDb;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Gateway.Mirror;

/// <summary>Files of any size, straight out of the vault and straight into it, a piece at a time.</summary>
internal sealed class VaultFiles(IMediator mediator, AttachmentGet get, BlobTransfer blobs)
{
    private const long MostBytes = (long)BlobReference.ChunkSize * BlobReference.MaxChunks;

    /// <summary>Sends a file of what the document shows, or the part that was asked for; what is not here is fetched first.</summary>
    public async Task SendAsync(Exchange exchange, DocumentId id, string name)
    {
        var file = await mediator.Send(new GetDocument(id), exchange.Aborted) is GetOutcome.Found { Body: { Deleted: false } body }
            ? body.Attachments.GetValueOrDefault(name) ?? throw CouchError.Missing("Document is missing attachment")
            : throw CouchError.Missing();
        var stored = MirrorFiles.OfVault(name, file);
        if (await mediator.Send(new DescribeBlob(stored.Blob), exchange.Aborted) is not { IsComplete: true } && !await mediator.Send(new FetchFile(stored.Blob), exchange.Aborted))
        {
            throw new CouchError(503, "file_elsewhere", "This file has not arrived on this device, and no server that is enabled has all of it. Try again when sync has caught up.");
        }

        await get.SendAsync(exchange, DatabaseName.Vault, stored);
    }

    /// <summary>Stores what the request carries, for an edit to attach.</summary>
    public async Task<NewAttachment> StoreAsync(Exchange exchange, string name)
    {
        await using var body = RequestBody.Open(exchange.Request);
        var stored = await blobs.StoreAsync(DatabaseName.Vault, body, MostBytes, name, exchange.Aborted);
        return new(stored.Reference!, FileReader.CheckType(exchange.Request.ContentType));
    }
}
