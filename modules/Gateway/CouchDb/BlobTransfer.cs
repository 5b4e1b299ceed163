using System.Buffers;
using System.IO.Pipelines;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Moves the bytes of attachments between a connection and Storage, a piece at a time; a recording of gigabytes costs one piece of memory.</summary>
internal sealed class BlobTransfer(IMediator mediator)
{
    private const int Piece = BlobReference.ChunkSize; // a chunk: what Storage reads and writes without copying

    /// <summary>Stores a stream to its end.</summary>
    /// <exception cref="CouchError">It is longer than allowed; nothing is kept then.</exception>
    public async Task<FinishedBlob> StoreAsync(DatabaseName database, Stream stream, long limit, string name, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            return await UploadAsync(
                database,
                async upload =>
                {
                    var length = 0L;
                    while (await FillAsync(stream, buffer.AsMemory(0, Piece), cancellationToken) is var read and > 0)
                    {
                        length += read;
                        if (length > limit)
                        {
                            throw CouchError.AttachmentTooLarge(name);
                        }

                        await mediator.Send(new AppendBlob(database, upload, buffer.AsMemory(0, read)), cancellationToken);
                    }
                },
                cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Stores a file of one database in another.</summary>
    /// <exception cref="CouchError">Its bytes are not all there; nothing is kept then.</exception>
    public Task<FinishedBlob> CopyAsync(DatabaseName from, StoredFile file, DatabaseName to, CancellationToken cancellationToken) => UploadAsync(
        to,
        async upload =>
        {
            await foreach (var piece in ReadAsync(from, file, 0, file.Length, cancellationToken))
            {
                await mediator.Send(new AppendBlob(to, upload, piece), cancellationToken);
            }
        },
        cancellationToken);

    /// <summary>Sends a part of a blob as it is.</summary>
    public async Task SendAsync(DatabaseName database, StoredFile file, long offset, long count, PipeWriter output, CancellationToken cancellationToken)
    {
        await foreach (var piece in ReadAsync(database, file, offset, count, cancellationToken))
        {
            await output.WriteAsync(piece, cancellationToken);
        }
    }

    /// <summary>A part of a blob, piece by piece.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        DatabaseName database, StoredFile file, long offset, long count, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            var piece = await mediator.Send(new ReadBlob(database, file.Blob, offset, (int)Math.Min(count, Piece)), cancellationToken);
            if (piece is null || piece.Data.IsEmpty)
            {
                throw new CouchError(500, "attachment_damaged", $"The bytes of {file.Name} are not all there. Check the store.");
            }

            yield return piece.Data;
            offset += piece.Data.Length;
            count -= piece.Data.Length;
        }
    }

    private async Task<FinishedBlob> UploadAsync(DatabaseName database, Func<long, Task> append, CancellationToken cancellationToken)
    {
        var upload = await mediator.Send(new BeginBlob(database), cancellationToken);
        try
        {
            await append(upload);
            return await mediator.Send(new FinishBlob(database, upload), cancellationToken);
        }
        catch
        {
            await mediator.Send(new AbandonBlob(database, upload), CancellationToken.None);
            throw;
        }
    }

    // Whole pieces, whatever the network cuts them into: each one is a write to disk.
    private static async ValueTask<int> FillAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (filled < buffer.Length && await RequestBody.ReadSomeAsync(stream, buffer[filled..], cancellationToken) is var read and > 0)
        {
            filled += read;
        }

        return filled;
    }
}
