using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

/// <summary>Carries bytes between files and the vault's blobs, a piece at a time.</summary>
internal static class BlobFile
{
    private const int Piece = BlobReference.ChunkSize; // a chunk: what Storage reads and writes without copying

    /// <summary>Stores a file, from where an upload left off if one is given; when this returns, every byte is on disk.</summary>
    /// <exception cref="UsageException">The file is not there, or changed or vanished while it was read. Nothing of it is kept.</exception>
    public static async Task<BlobReference> StoreAsync(AurixHost host, string path, UnfinishedAttach? unfinished, CancellationToken cancellationToken)
    {
        await using var stream = InputFile.Open(path);
        var length = stream.Length;
        var upload = unfinished?.Upload ?? await host.Mediator.Send(new BeginBlob(DatabaseName.Vault), cancellationToken);
        var total = unfinished?.Length ?? 0;
        try
        {
            stream.Position = total;
            var buffer = new byte[Piece];
            for (int read; (read = await stream.ReadAtLeastAsync(buffer, Piece, throwOnEndOfStream: false, cancellationToken)) > 0; total += read)
            {
                await host.Mediator.Send(new AppendBlob(DatabaseName.Vault, upload, buffer.AsMemory(0, read)), cancellationToken);
            }

            if (total != length || !File.Exists(path))
            {
                throw new UsageException("FileChanged", $"'{path}' changed or vanished while it was read. Nothing was attached.", "Wait until nobody writes to it, then attach it again.");
            }

            return (await host.Mediator.Send(new FinishBlob(DatabaseName.Vault, upload), cancellationToken)).Reference!;
        }
        catch (OperationCanceledException) when (total > Piece)
        {
            // The store keeps the chunks that it has; a day later it lets them go.
            await Console.Error.WriteLineAsync($"Cut off. Go on within a day with: aurix attach ID FILE --resume {upload}");
            throw;
        }
        catch
        {
            await host.Mediator.Send(new AbandonBlob(DatabaseName.Vault, upload), CancellationToken.None);
            throw;
        }
    }

    /// <summary>Writes an attachment out, under a temporary name until it is whole.</summary>
    /// <exception cref="InvalidDocumentException"><c>BlobRemote</c>: not all of it is on this device.</exception>
    public static async Task ExtractAsync(AurixHost host, Attachment attachment, string path, CancellationToken cancellationToken)
    {
        var draft = path + ".part";
        try
        {
            await using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
            {
                var key = new BlobKey(attachment.Blob.Manifest.ToString());
                for (var offset = 0L; offset < attachment.Blob.Size;)
                {
                    var piece = await ReadAsync(host, key, offset, cancellationToken)
                        ?? throw new InvalidDocumentException("BlobRemote", "Not all of this file is on this device yet.", "Run 'aurix sync now' and try again.");
                    await stream.WriteAsync(piece.Data, cancellationToken);
                    offset += piece.Data.Length;
                }
            }

            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    // What does not come by itself comes when it is read.
    private static async Task<BlobPiece?> ReadAsync(AurixHost host, BlobKey key, long offset, CancellationToken cancellationToken)
    {
        var read = new ReadBlob(DatabaseName.Vault, key, offset, Piece);
        return await host.Mediator.Send(read, cancellationToken)
            ?? (await host.Mediator.Send(new FetchFile(key), cancellationToken) ? await host.Mediator.Send(read, cancellationToken) : null);
    }

    public static string MediaType(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".flac" => "audio/flac",
        ".wav" => "audio/wav",
        ".mp3" => "audio/mpeg",
        ".m4a" => "audio/mp4",
        ".ogg" or ".opus" => "audio/ogg",
        ".webm" => "audio/webm",
        ".md" => "text/markdown",
        ".txt" => "text/plain",
        ".json" => "application/json",
        ".pdf" => "application/pdf",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        _ => "application/octet-stream",
    };
}
