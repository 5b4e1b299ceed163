using System.Globalization;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Sends an attachment, or the part of it that a client still lacks.</summary>
internal sealed class AttachmentGet(DocumentStore store, BlobTransfer blobs)
{
    public async Task HandleAsync(Exchange exchange, Target.Attachment target)
    {
        var file = await FindAsync(exchange, target);
        var headers = exchange.Response.Headers;
        headers.AcceptRanges = "bytes";
        headers.CacheControl = "must-revalidate";

        // A page that somebody attached must not act in the name of who opens it.
        headers.ContentSecurityPolicy = "sandbox";
        if (Precondition.IsFresh(exchange, file.Digest))
        {
            return;
        }

        exchange.Response.ContentType = FileReader.CheckType(file.ContentType);
        var (offset, count) = (0L, file.Length);
        if (ByteRange.Read(exchange, file) is { } range)
        {
            (offset, count) = range;
            exchange.Response.StatusCode = StatusCodes.Status206PartialContent;
            headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {offset}-{offset + count - 1}/{file.Length}");
        }
        else
        {
            headers.ContentMD5 = file.Digest["md5-".Length..];
        }

        exchange.Response.ContentLength = count;
        if (!HttpMethods.IsHead(exchange.Method))
        {
            await blobs.SendAsync(exchange.Relay.Name, file, offset, count, exchange.Response.BodyWriter, exchange.Aborted);
        }
    }

    private async Task<StoredFile> FindAsync(Exchange exchange, Target.Attachment target)
    {
        var revision = exchange.Query.Revision("rev");
        var found = revision is { } named
            ? await store.FindAsync(exchange.Relay.Name, target.Id, named, latest: false, pathLimit: 1, exchange.Aborted)
            : await store.LeavesAsync(exchange.Relay.Name, target.Id, pathLimit: 1, exchange.Aborted);
        return found switch
        {
            [] => throw CouchError.Missing(),
            [{ IsTombstone: true }, ..] when revision is null => throw CouchError.Missing("deleted"),
            [var shown, ..] => shown.Files.FirstOrDefault(file => file.Name == target.Name) ?? throw CouchError.Missing("Document is missing attachment"),
        };
    }
}
