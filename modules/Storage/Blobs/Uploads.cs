using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Sqlite;
using MediatR;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>Turns a stream of pieces into chunks, in constant memory, and in the vault asks Crypto for their addresses on the way.</summary>
internal sealed class Uploads(IMediator mediator) : IDisposable
{
    private const int LargestPiece = 4 * 1024 * 1024;

    private readonly SemaphoreSlim _takingUp = new(1);
    private readonly Dictionary<(DatabaseName Database, long Upload), byte[]> _tails = [];

    /// <summary>Takes what the copy of the module before this one had not written yet. Comes before anything else.</summary>
    public void Inherit(IEnumerable<((DatabaseName, long) Key, byte[] Tail)> tails)
    {
        foreach (var (key, tail) in tails)
        {
            _tails[key] = tail;
        }
    }

    /// <summary>What was handed over and nobody has come for yet.</summary>
    public IReadOnlyDictionary<(DatabaseName Database, long Upload), byte[]> Inherited => _tails;

    public void Dispose() => _takingUp.Dispose();

    public async Task<long> BeginAsync(Database database, CancellationToken cancellationToken)
    {
        var file = await FileAsync(database, cancellationToken);
        return (await database.Blobs.BeginAsync(file, cancellationToken)).Number;
    }

    /// <summary>Takes an upload up again that another process, or an earlier run of the module, left.</summary>
    /// <remarks>
    /// Nobody has seen an address of it yet, so in the vault it gets a file of its own anew: keys may have changed meanwhile.
    /// The last full chunk stays in the tail: whether more bytes follow, and that is part of its address, is not known yet.
    /// </remarks>
    public async Task<ResumedBlob> ResumeAsync(Database database, long number, CancellationToken cancellationToken)
    {
        await TakeUpAsync(database, number, cancellationToken);
        if (database.Blobs.FindUpload(number) is null)
        {
            await ReopenAsync(database, number, cancellationToken);
        }

        return await InTurnAsync(database, number, upload => Task.FromResult(new ResumedBlob(upload.Length, upload.Digest)), cancellationToken);
    }

    private async Task<Upload> ReopenAsync(Database database, long number, CancellationToken cancellationToken)
    {
        var stored = database.Blobs.Uploads().FirstOrDefault(upload => upload.Number == number) ?? throw BlobFile.UnknownUpload(number);
        if ((stored.Owner.IsRunning() && !stored.Owner.IsMe) || !await database.Blobs.AdoptAsync(stored, cancellationToken))
        {
            throw new UsageException("UploadBusy", $"Upload {number} belongs to a process that still runs.", "Let that process finish it, or end the process.");
        }

        var file = await FileAsync(database, cancellationToken);
        return database.Blobs.Add(await ReadBackAsync(database, new Upload(number, file), cancellationToken));
    }

    // The copy of the module before this one began it: what it stored is read back, what it had not stored yet it handed over.
    private async Task TakeUpAsync(Database database, long number, CancellationToken cancellationToken)
    {
        if (_tails.Count == 0)
        {
            return;
        }

        await _takingUp.WaitAsync(cancellationToken);
        try
        {
            if (_tails.TryGetValue((database.Name, number), out var tail))
            {
                await AppendToAsync(database, await ReopenAsync(database, number, cancellationToken), tail);
                _tails.Remove((database.Name, number));
            }
        }
        finally
        {
            _takingUp.Release();
        }
    }

    private async Task AppendToAsync(Database database, Upload upload, ReadOnlyMemory<byte> data)
    {
        while (!data.IsEmpty)
        {
            if (upload.TailIsFull)
            {
                // More bytes follow, so this chunk is not the last.
                await StoreTailAsync(database, upload, isLast: false);
            }

            data = data[upload.Take(data.Span)..];
        }
    }

    /// <returns>The bytes so far.</returns>
    public Task<long> AppendAsync(Database database, long number, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => InTurnAsync(
        database,
        number,
        async upload =>
        {
            RequireRoom(upload, data.Length);
            await AppendToAsync(database, upload, data);
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
    public async Task<bool> AbandonAsync(Database database, long number, CancellationToken cancellationToken)
    {
        await TakeUpAsync(database, number, cancellationToken);
        return database.Blobs.FindUpload(number) is not null
            && await InTurnAsync(database, number, upload => database.Blobs.AbandonAsync(upload, CancellationToken.None), cancellationToken);
    }

    /// <summary>Lets calls on one upload wait for one another. Once it is a call's turn the upload changes, so from there on no token counts.</summary>
    private async Task<T> InTurnAsync<T>(Database database, long number, Func<Upload, Task<T>> work, CancellationToken cancellationToken)
    {
        await TakeUpAsync(database, number, cancellationToken);
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

    private async Task<FileKey?> FileAsync(Database database, CancellationToken cancellationToken) => database.Kind is DatabaseKind.Vault
        ? await mediator.Send(new BeginFile(database.Read(MetaSql.Vault)), cancellationToken)
        : null;

    private async Task<Upload> ReadBackAsync(Database database, Upload upload, CancellationToken cancellationToken)
    {
        try
        {
            for (var place = 0; await database.Blobs.ReadUploadedAsync(upload.Number, place, cancellationToken) is { } chunk; place++)
            {
                if (upload.TailIsFull)
                {
                    upload.TailStored(await AddressAsync(upload, isLast: false));
                }

                upload.Take(chunk);
            }

            return upload;
        }
        catch (DamagedChunkException damage)
        {
            upload.Dispose();
            throw StoreErrors.BlobDamaged(database.Blobs.Name, $"of upload {upload.Number}", damage.Place, setAside: false);
        }
        catch
        {
            upload.Dispose();
            throw;
        }
    }

    private async Task<BlobAddress?> AddressAsync(Upload upload, bool isLast) => upload.File is { } file
        ? (await mediator.Send(new MintChunks(file, [new ChunkDraft(upload.Chunks, isLast, upload.Tail)]), CancellationToken.None))[0]
        : null;

    private async Task StoreTailAsync(Database database, Upload upload, bool isLast)
    {
        await database.Blobs.StoreTailAsync(upload, await AddressAsync(upload, isLast), CancellationToken.None);
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
