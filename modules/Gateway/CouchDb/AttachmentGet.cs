using System.Globalization;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Sends an attachment, or the part of it that a client still lacks.</summary>
internal sealed class AttachmentGet(DocumentStore store, BlobTransfer blobs)
{
    private const string Md5 = "md5-"; // a file of the vault is told apart by its manifest instead

    public async Task HandleAsync(Exchange exchange, Target.Attachment target) =>
        await SendAsync(exchange, exchange.Relay.Name, await TryFindAsync(exchange, target) ?? throw CouchError.Missing("Document is missing attachment"));

    /// <summary>Sends a file of a database, or the part that was asked for.</summary>
    public async Task SendAsync(Exchange exchange, DatabaseName database, StoredFile file)
    {
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
        else if (file.Digest.StartsWith(Md5, StringComparison.Ordinal))
        {
            headers.ContentMD5 = file.Digest[Md5.Length..];
        }

        exchange.Response.ContentLength = count;
        if (!HttpMethods.IsHead(exchange.Method))
        {
            await blobs.SendAsync(database, file, offset, count, exchange.Response.BodyWriter, exchange.Aborted);
        }
    }

    /// <summary>The file of the revision that was asked for; null when the document has no such file.</summary>
    public async Task<StoredFile?> TryFindAsync(Exchange exchange, Target.Attachment target)
    {
        var revision = exchange.Query.Revision("rev");
        var found = revision is { } named
            ? await store.FindAsync(exchange.Relay.Name, target.Id, named, latest: false, pathLimit: 1, exchange.Aborted)
            : await store.LeavesAsync(exchange.Relay.Name, target.Id, pathLimit: 1, exchange.Aborted);
        return found switch
        {
            [] => throw CouchError.Missing(),
            [{ IsTombstone: true }, ..] when revision is null => throw CouchError.Missing("deleted"),
            [var shown, ..] => shown.Files.FirstOrDefault(file => file.Name == target.Name),
        };
    }
}
