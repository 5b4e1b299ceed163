using System.Collections.Immutable;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Turns the attachments that a client sent into attachments that are stored: bytes first, the document that names them afterwards.</summary>
internal sealed class FileResolver(BlobTransfer blobs, GatewayOptions options)
{
    /// <summary>Stores what is new and finds what is unchanged.</summary>
    /// <param name="database">The database.</param>
    /// <param name="document">The document.</param>
    /// <param name="generation">The generation of the revision that is being written.</param>
    /// <param name="known">The attachments of the revision it builds on.</param>
    /// <param name="parts">The rest of a multipart body.</param>
    /// <param name="cancellationToken">The client left.</param>
    /// <exception cref="CouchError">A stub that is not known (412), too large (413), or not what was announced.</exception>
    public async Task<ImmutableArray<StoredFile>> ResolveAsync(
        DatabaseName database,
        IncomingDocument document,
        int generation,
        IReadOnlyDictionary<string, StoredFile> known,
        FollowingParts? parts,
        CancellationToken cancellationToken)
    {
        // Before a byte is stored: a stub that is missing makes the whole upload worthless.
        foreach (var stub in document.Files.OfType<IncomingFile.Stub>().Where(stub => !known.ContainsKey(stub.Name)))
        {
            throw CouchError.MissingStub(document.Id!, stub.Name);
        }

        var files = ImmutableArray.CreateBuilder<StoredFile>(document.Files.Length);
        foreach (var file in document.Files)
        {
            if (file is IncomingFile.Stub)
            {
                files.Add(known[file.Name]);
                continue;
            }

            var blob = file switch
            {
                IncomingFile.Inline inline => await StoreInlineAsync(database, inline, cancellationToken),
                IncomingFile.Follows follows => await StorePartAsync(database, follows, parts, cancellationToken),
                _ => throw new InvalidOperationException("A kind of attachment was forgotten here."),
            };
            var position = file.RevisionPosition is { } told && told <= generation ? told : generation;
            files.Add(new StoredFile(file.Name, file.ContentType, blob.Blob, blob.Length, blob.Digest, position));
        }

        return files.ToImmutable();
    }

    private async Task<FinishedBlob> StoreInlineAsync(DatabaseName database, IncomingFile.Inline file, CancellationToken cancellationToken)
    {
        // Measured while it is still text: the JSON is in memory already, its bytes are not yet.
        var text = JsonMarshal.GetRawUtf8Value(file.Data);
        if (text.Length / 4L * 3 > Math.Min(options.MaxInlineAttachmentSize, options.MaxAttachmentSize) + 3)
        {
            throw CouchError.AttachmentTooLarge(file.Name);
        }

        if (!TryDecode(file.Data, out var bytes))
        {
            throw CouchError.BadRequest($"Invalid base64 in the attachment {file.Name}");
        }

        using var stream = new MemoryStream(bytes, writable: false);
        return await blobs.StoreAsync(database, stream, options.MaxInlineAttachmentSize, file.Name, cancellationToken);
    }

    private static bool TryDecode(JsonElement data, out byte[] bytes)
    {
        try
        {
            return data.TryGetBytesFromBase64(out bytes!);
        }
        catch (InvalidOperationException)
        {
            bytes = [];
            return false;
        }
    }

    private async Task<FinishedBlob> StorePartAsync(DatabaseName database, IncomingFile.Follows file, FollowingParts? parts, CancellationToken cancellationToken)
    {
        if (parts is null)
        {
            throw CouchError.BadRequest($"The attachment {file.Name} follows, but the body has no parts");
        }

        var part = await parts.NextAsync(file.Name, cancellationToken);
        if (file.IsGzip)
        {
            await using var inflated = new GZipStream(part, CompressionMode.Decompress, leaveOpen: true);
            return await blobs.StoreAsync(database, inflated, options.MaxAttachmentSize, file.Name, cancellationToken);
        }

        var blob = await blobs.StoreAsync(database, part, options.MaxAttachmentSize, file.Name, cancellationToken);
        if ((file.Length is { } announced && announced != blob.Length) || (file.Digest is { } digest && digest != blob.Digest))
        {
            throw new CouchError(400, "content_md5_mismatch", "Possible message corruption.");
        }

        return blob;
    }
}
