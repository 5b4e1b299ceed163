using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using MediatR;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>Turns a stream of pieces into chunks, in constant memory, and in the vault asks Crypto for their addresses on the way.</summary>
internal sealed class Uploads(IMediator mediator)
{
    private const int LargestPiece = 4 * 1024 * 1024;

    public async Task<long> BeginAsync(Database database, CancellationToken cancellationToken)
    {
        var file = database.Kind is DatabaseKind.Vault
            ? await mediator.Send(new BeginFile(database.Read(MetaSql.Vault)), cancellationToken)
            : null;
        return (await database.Blobs.BeginAsync(file, cancellationToken)).Number;
    }

    /// <returns>The bytes so far.</returns>
    public Task<long> AppendAsync(Database database, long number, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => InTurnAsync(
        database,
        number,
        async upload =>
        {
            RequireRoom(upload, data.Length);
            while (!data.IsEmpty)
            {
                if (upload.TailIsFull)
                {
                    // More bytes follow, so this chunk is not the last.
                    await StoreTailAsync(database, upload, isLast: false);
                }

                data = data[upload.Take(data.Span)..];
            }

            return upload.Length;
        },
        cancellationToken);

    public Task<FinishedBlob> FinishAsync(Database database, long number, CancellationToken cancellationToken) => InTurnAsync(
        database,
        number,
        async upload =>
        {
            if (!upload.IsComplete)
            {
                await StoreTailAsync(database, upload, isLast: true);
                upload.IsComplete = true;
            }

            var reference = upload.File is { } file
                ? new BlobReference(
                    file.File,
                    file.Epoch,
                    await mediator.Send(new MintManifest(file, upload.Length, upload.Addresses), CancellationToken.None),
                    upload.Length)
                : null;
            var key = reference is null ? upload.ContentKey : new BlobKey(reference.Manifest.ToString());
            var finished = new FinishedBlob(key, upload.Length, upload.Digest, reference);
            await database.Blobs.FinishAsync(upload, key, reference, CancellationToken.None);
            return finished;
        },
        cancellationToken);

    /// <returns>False when there was no such upload.</returns>
    public static async Task<bool> AbandonAsync(Database database, long number, CancellationToken cancellationToken) =>
        database.Blobs.FindUpload(number) is not null
        && await InTurnAsync(database, number, upload => database.Blobs.AbandonAsync(upload, CancellationToken.None), cancellationToken);

    /// <summary>Lets calls on one upload wait for one another. Once it is a call's turn the upload changes, so from there on no token counts.</summary>
    private static async Task<T> InTurnAsync<T>(Database database, long number, Func<Upload, Task<T>> work, CancellationToken cancellationToken)
    {
        var upload = database.Blobs.Upload(number);
        await upload.Gate.WaitAsync(cancellationToken);
        try
        {
            // Whoever was here before may have finished or abandoned it.
            return await work(database.Blobs.Upload(number));
        }
        finally
        {
            upload.Gate.Release();
        }
    }

    private async Task StoreTailAsync(Database database, Upload upload, bool isLast)
    {
        BlobAddress? address = upload.File is { } file
            ? (await mediator.Send(new MintChunks(file, [new ChunkDraft(upload.Chunks, isLast, upload.Tail)]), CancellationToken.None))[0]
            : null;
        await database.Blobs.StoreTailAsync(upload, address, CancellationToken.None);
    }

    private static void RequireRoom(Upload upload, int length)
    {
        if (upload.IsComplete || length > LargestPiece)
        {
            throw new ArgumentException($"A piece has at most {LargestPiece} bytes, and none comes after the end.", nameof(length));
        }

        if (upload.File is not null && upload.Length + length > (long)BlobReference.ChunkSize * BlobReference.MaxChunks)
        {
            throw new InvalidDocumentException("FileTooLarge", "The file is larger than a manifest can hold (32 GiB).", "Split the file.");
        }
    }
}
