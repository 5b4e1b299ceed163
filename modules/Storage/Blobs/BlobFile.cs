using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>The bytes of a database's files, in chunks of <see cref="BlobReference.ChunkSize"/>.</summary>
/// <remarks>
/// Whoever needs the write locks of both of a database's files takes the documents' first. So no job of this file's writer may write documents.
/// </remarks>
internal sealed class BlobFile(SqlFile file, TimeProvider time, ILogger log) : IAsyncDisposable
{
    // How long an upload waits to be taken up again. A longer time keeps what nobody will finish; a shorter one costs whoever comes back the next morning.
    private static readonly TimeSpan OldestUpload = TimeSpan.FromHours(24);

    // Chunks removed in one transaction: 16 MiB, a few milliseconds. More would make uploads wait and the journal grow.
    private const int FreedAtOnce = 16;

    // Pages given back in one transaction, 16 MiB too.
    private const int PagesAtOnce = 2048;

    private readonly ConcurrentDictionary<long, Upload> _uploads = new();
    private readonly ChunkCache _cache = new();
    private bool _isLeft;

    public long BytesOnDisk => file.BytesOnDisk;

    public string Name => file.Name;

    /// <summary>Removes uploads that nobody will finish: their process is gone, and they are older than a day or hold nothing to go on from.</summary>
    public async Task<(int Uploads, int Chunks, long Bytes)> SweepUploadsAsync(CancellationToken cancellationToken)
    {
        var oldest = (time.GetUtcNow() - OldestUpload).ToUnixTimeMilliseconds();
        var dead = Uploads().Where(upload => !upload.Owner.IsRunning() && (upload.Begun < oldest || upload.Chunks == 0)).Select(upload => upload.Number).ToList();
        if (dead.Count == 0)
        {
            return default;
        }

        var freed = await FreeAsync(await WriteAsync((session, _) => dead.Select(upload => BlobSql.Drop(session, upload)).ToList(), durable: false, cancellationToken), cancellationToken);
        StorageLog.UploadsSwept(log, dead.Count, file.Name);
        return (dead.Count, freed.Chunks, freed.Bytes);
    }

    public List<StoredUpload> Uploads() => file.Read(BlobSql.Uploads);

    public async Task<Upload> BeginAsync(FileKey? key, CancellationToken cancellationToken)
    {
        var number = await WriteAsync((session, _) => BlobSql.Begin(session, Now, UploadOwner.Me), durable: false, cancellationToken);
        var upload = new Upload(number, key);
        _uploads[number] = upload;
        return upload;
    }

    /// <summary>Makes an upload of a process that is gone this one's; false when another was quicker.</summary>
    public Task<bool> AdoptAsync(StoredUpload upload, CancellationToken cancellationToken) =>
        WriteAsync((session, _) => BlobSql.Adopt(session, upload.Number, upload.Owner, UploadOwner.Me), durable: false, cancellationToken);

    /// <summary>Lets calls find an upload that was taken up; answers the one that another call took up first.</summary>
    public Upload Add(Upload upload)
    {
        var known = _uploads.GetOrAdd(upload.Number, upload);
        if (known != upload)
        {
            upload.Dispose();
        }

        return known;
    }

    /// <summary>A full chunk of an upload, verified; null where the stored ones end. A shorter one, which an end that was never reached left, is removed.</summary>
    /// <exception cref="DamagedChunkException">It is not what was stored.</exception>
    public async Task<byte[]?> ReadUploadedAsync(long upload, int place, CancellationToken cancellationToken)
    {
        if (file.Read(session => BlobSql.ChunkRow(session, upload, place)) is not { } row)
        {
            return null;
        }

        var data = file.Read(session => BlobReading.Verified(session, row, place, length: null));
        if (data.Length == BlobReference.ChunkSize)
        {
            return data;
        }

        await WriteAsync(
            (session, _) =>
            {
                BlobSql.DropChunk(session, row);
                return true;
            },
            durable: false,
            cancellationToken);
        return null;
    }

    /// <exception cref="UsageException"><c>UploadUnknown</c>.</exception>
    public Upload Upload(long number) => FindUpload(number) ?? throw UnknownUpload(number);

    /// <summary>Those that this copy of the module takes in.</summary>
    public IEnumerable<Upload> OpenUploads => _uploads.Values;

    public Upload? FindUpload(long number) => _uploads.GetValueOrDefault(number);

    public static UsageException UnknownUpload(long number) => new(
        "UploadUnknown", $"There is no upload {number}.", "It was finished, abandoned, or the module was restarted: take it up with ResumeBlob if ListUploads names it, or begin again.");

    /// <summary>Stores the tail of an upload as its next chunk. Not yet on disk for sure: <see cref="FinishAsync"/> sees to that for all at once.</summary>
    public async Task StoreTailAsync(Upload upload, BlobAddress? address, CancellationToken cancellationToken)
    {
        var chunk = ChunkBytes.Of(upload.Tail);
        await WriteAsync((session, _) => BlobSql.InsertChunk(session, upload.Number, upload.Chunks, chunk), durable: false, cancellationToken);
        upload.TailStored(address);
    }

    /// <summary>Names the upload and makes every byte of it durable. When the same content has a name already, these bytes take the place of those: they were looked at last.</summary>
    public async Task FinishAsync(Upload upload, BlobKey key, BlobReference? reference, CancellationToken cancellationToken)
    {
        var left = await WriteAsync(
            (session, _) =>
            {
                if (BlobSql.Find(session, key.Value) is { } known)
                {
                    if (BlobSql.Drop(session, upload.Number) is null)
                    {
                        throw UnknownUpload(upload.Number);
                    }

                    BlobSql.Renew(session, known.Key, upload.Number, Now);
                    return known.Content;
                }

                return BlobSql.Finish(session, upload.Number, key.Value, upload.Length, upload.Digest, reference, upload.Addresses, Now)
                    ? default(long?)
                    : throw UnknownUpload(upload.Number);
            },
            durable: true,
            cancellationToken);
        Forget(upload);
        await FreeAsync([left], cancellationToken);
    }

    public async Task<bool> AbandonAsync(Upload upload, CancellationToken cancellationToken)
    {
        Forget(upload);
        var left = await WriteAsync((session, _) => BlobSql.Drop(session, upload.Number), durable: false, cancellationToken);
        await FreeAsync([left], cancellationToken);
        return left is not null;
    }

    /// <summary>Records the addresses out of a manifest; false when they were known.</summary>
    public Task<bool> StoreManifestAsync(BlobReference reference, ImmutableArray<BlobAddress> chunks, CancellationToken cancellationToken) => WriteAsync(
        (session, _) =>
        {
            var blob = BlobSql.Expect(session, reference, Now);
            if (blob.Addresses is not null)
            {
                return false;
            }

            BlobSql.SetAddresses(session, blob.Key, chunks);
            return true;
        },
        durable: true,
        cancellationToken);

    /// <summary>Stores a chunk that arrived; false when it was here.</summary>
    public Task<bool> StoreChunkAsync(BlobReference reference, int index, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var chunk = ChunkBytes.Of(data);
        return WriteAsync((session, _) => BlobSql.InsertChunk(session, BlobSql.Expect(session, reference, Now).Content, index, chunk), durable: true, cancellationToken);
    }

    /// <summary>Gives the bytes of a file another name.</summary>
    public Task<bool> AddNameAsync(BlobKey old, BlobReference renamed, ImmutableArray<BlobAddress> chunks, CancellationToken cancellationToken) => WriteAsync(
        (session, _) =>
        {
            BlobSql.AddName(session, BlobSql.Find(session, old.Value) ?? throw new InvalidOperationException("The file to rename is gone."), renamed, chunks, Now);
            return true;
        },
        durable: true,
        cancellationToken);

    /// <summary>Removes names, and answers whose chunks they named, for <see cref="FreeAsync"/>.</summary>
    public Task<List<long?>> DropAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => WriteAsync(
        (session, _) => keys.Select(key => BlobSql.Find(session, key) is { } blob ? BlobSql.Drop(session, blob.Key) : null).ToList(),
        durable: true,
        cancellationToken);

    /// <summary>Removes a chunk if it is damaged still; false when somebody has repaired or removed it.</summary>
    public Task<bool> DropDamagedAsync(BlobKey key, int place, CancellationToken cancellationToken) => WriteAsync(
        (session, _) =>
        {
            if (BlobSql.Find(session, key.Value) is not { } blob || BlobSql.ChunkRow(session, blob.Content, place) is not { } row)
            {
                return false;
            }

            try
            {
                BlobReading.Verified(session, row, place, BlobReference.LengthOfChunk(blob.Length, place));
                return false;
            }
            catch (DamagedChunkException)
            {
                BlobSql.DropChunk(session, row);
                return true;
            }
        },
        durable: true,
        cancellationToken);

    /// <summary>Named files that nobody touched since <paramref name="cutoff"/>, by row.</summary>
    public List<(long Blob, long Content, string Key)> Settled(long cutoff, long after, int limit) => file.Read(session => BlobSql.Settled(session, cutoff, after, limit));

    /// <summary>Removes the names of files unless somebody stored them again since <paramref name="cutoff"/>; answers how many.</summary>
    public Task<int> DropSettledAsync(IReadOnlyCollection<long> blobs, long cutoff, CancellationToken cancellationToken) =>
        WriteAsync((session, _) => blobs.Count(blob => BlobSql.DropSettled(session, blob, cutoff)), durable: false, cancellationToken);

    public List<long> Orphans() => file.Read(BlobSql.Orphans);

    public (int Chunks, long Bytes) Here(long content) => file.Read(session => BlobSql.Here(session, content));

    public (int Chunks, long Bytes) Here(BlobKey key) => file.Read(session => BlobSql.Find(session, key.Value) is { } blob ? BlobSql.Here(session, blob.Content) : default);

    /// <summary>Removes the chunks of contents that no row names, some at a time so that nobody waits long. Cut off, it leaves garbage for the next collection.</summary>
    public async Task<(int Chunks, long Bytes)> FreeAsync(IEnumerable<long?> contents, CancellationToken cancellationToken)
    {
        var (chunks, bytes) = (0, 0L);
        foreach (var content in contents.OfType<long>())
        {
            while (await WriteAsync((session, _) => BlobSql.FreeSome(session, content, FreedAtOnce), durable: false, cancellationToken) is { Chunks: > 0 } some)
            {
                (chunks, bytes) = (chunks + some.Chunks, bytes + some.Bytes);
            }
        }

        return (chunks, bytes);
    }

    /// <summary>Gives the space of what was freed back to the file system, some at a time.</summary>
    public async Task ShrinkAsync(CancellationToken cancellationToken)
    {
        while (await WriteAsync((session, _) => BlobSql.Shrink(session, PagesAtOnce), durable: false, cancellationToken))
        {
        }
    }

    public List<string> KeysWithSharedContent() => file.Read(BlobSql.KeysWithSharedContent);

    /// <summary>Whether every byte of a named file is here.</summary>
    public bool IsWhole(BlobKey key) => file.Read(session => BlobSql.Find(session, key.Value) is { } blob && BlobReading.IsWhole(session, blob));

    /// <summary>Whether its manifest is here, too. Asked after each chunk, so it names none of them.</summary>
    public bool IsComplete(BlobKey key) => file.Read(session => BlobSql.Find(session, key.Value) is { Addresses: not null } blob && BlobReading.IsWhole(session, blob));

    /// <inheritdoc cref="BlobReading.Read"/>
    public BlobPiece? Read(BlobKey key, long offset, int count) => file.Read(session => BlobReading.Read(session, _cache, key, offset, count));

    /// <inheritdoc cref="BlobReading.Chunk"/>
    public byte[]? ReadChunk(BlobKey key, int index) => file.Read(session =>
        BlobSql.Find(session, key.Value) is { } blob ? BlobReading.Chunk(session, _cache, blob, index) : null);

    /// <summary>What is here of a vault's file; null when nothing is.</summary>
    public BlobDescription? Describe(BlobKey key) => file.Read(session => BlobReading.Describe(session, key));

    /// <inheritdoc cref="SqlFile.Tidy"/>
    public void Tidy() => file.Tidy();

    /// <summary>Copies everything, as of one moment, into a new file.</summary>
    public void CopyTo(string path) => file.CopyTo(path);

    /// <summary>Runs SQLite's own check.</summary>
    public T Inspect<T>(Func<Session, T> work) => file.Read(work);

    /// <summary>The next copy of the module takes all uploads up.</summary>
    public void LeaveUploads() => _isLeft = true;

    /// <summary>Gives up uploads that nobody could go on with, leaves the others for <see cref="ResumeBlob"/>, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var upload in _uploads.Values)
        {
            if (upload.Length < BlobReference.ChunkSize && !_isLeft)
            {
                await AbandonAsync(upload, CancellationToken.None);
            }
            else
            {
                Forget(upload);
            }
        }

        await file.DisposeAsync();
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void Forget(Upload upload)
    {
        _uploads.TryRemove(upload.Number, out _);
        upload.Dispose();
    }

    private async Task<T> WriteAsync<T>(Func<Session, Effects, T> work, bool durable, CancellationToken cancellationToken) =>
        (await file.WriteAsync((session, effects) => ValueTask.FromResult(work(session, effects)), durable, cancellationToken)).Result;
}
