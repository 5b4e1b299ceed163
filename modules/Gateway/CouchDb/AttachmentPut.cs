using System.Collections.Immutable;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Adds, replaces or removes one attachment: an edit of the document that leaves the rest of it as it is.</summary>
internal sealed class AttachmentPut(IMediator mediator, DocumentStore store, BlobTransfer blobs, DocumentReader reader, GatewayOptions options)
{
    public async Task HandleAsync(Exchange exchange, Target.Attachment target)
    {
        var isPut = HttpMethods.IsPut(exchange.Method);
        var leaves = await store.LeavesAsync(exchange.Relay.Name, target.Id, pathLimit: 1, exchange.Aborted);
        if (!isPut && leaves.IsEmpty)
        {
            throw CouchError.Missing();
        }

        var name = FileReader.CheckName(target.Name);
        var document = Empty(target.Id) with { Revision = Precondition.Parent(exchange) };
        var parent = DocumentEdits.ParentOf(document, leaves);

        // A document that is brought back begins empty: its tombstone's content is not what the client attaches to.
        var edited = document.Revision is null ? null : parent;
        if (edited is { Body: null })
        {
            throw new CouchError(500, "document_damaged", $"The content of {target.Id} is not there, so nothing can be attached to it. Check the store.");
        }

        var files = edited?.Files ?? [];
        var others = files.RemoveAll(file => file.Name == name);
        if (!isPut && others.Length == files.Length)
        {
            throw CouchError.Missing("Document is missing attachment");
        }

        var stored = isPut ? others.Add(await StoreAsync(exchange, name, (parent?.Revision.Generation ?? 0) + 1)) : others;
        var body = edited?.Body ?? document.Body;
        var edit = new EditRelayDocument(exchange.Relay.Name, document.DocumentId, document.Revision, IsTombstone: false, body, stored);
        var outcome = await mediator.Send(edit, CancellationToken.None);
        var revision = outcome is RelayEditOutcome.Saved saved ? saved.Revision : throw CouchError.Conflict();
        await SavedAnswer.WriteAsync(exchange, isPut ? 201 : 200, target.Id, revision);
    }

    private IncomingDocument Empty(string id)
    {
        using var nothing = RequestBody.Parse("{}"u8.ToArray());
        return reader.Read(nothing.RootElement, id);
    }

    private async Task<StoredFile> StoreAsync(Exchange exchange, string name, int generation)
    {
        if (exchange.Request.ContentLength > options.MaxAttachmentSize)
        {
            throw CouchError.AttachmentTooLarge(name);
        }

        await using var body = RequestBody.Open(exchange.Request);
        var blob = await blobs.StoreAsync(exchange.Relay.Name, body, options.MaxAttachmentSize, name, exchange.Aborted);
        if (exchange.Request.Headers.ContentMD5.ToString() is { Length: > 0 } announced && "md5-" + announced != blob.Digest)
        {
            throw new CouchError(400, "content_md5_mismatch", "Possible message corruption.");
        }

        return new StoredFile(name, FileReader.CheckType(exchange.Request.ContentType), blob.Blob, blob.Length, blob.Digest, generation);
    }
}
