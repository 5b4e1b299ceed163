using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>The bytes of a database's files, in chunks of <see cref="BlobReference.ChunkSize"/>.</summary>
internal sealed class BlobFile(SqlFile file, TimeProvider time, ILogger log) : IAsyncDisposable
{
    // Of uploads whose owner cannot be told to be gone. A recording that takes longer than a day would be lost with a shorter time.
    private static readonly TimeSpan OldestUpload = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<long, Upload> _uploads = new();

    public long BytesOnDisk => file.BytesOnDisk;

    /// <summary>Removes uploads that nobody will finish: their process is gone, or they are older than a day and not ours.</summary>
    public async Task SweepUploadsAsync(CancellationToken cancellationToken)
    {
        var oldest = (time.GetUtcNow() - OldestUpload).ToUnixTimeMilliseconds();
        var dead = file.Read(BlobSql.Uploads)
            .Where(upload => !upload.Owner.IsRunning() || (upload.Begun < oldest && upload.Owner.Process != Environment.ProcessId))
            .Select(upload => upload.Upload)
            .ToList();
        if (dead.Count > 0)
        {
            await file.WriteAsync((session, _) => ValueTask.FromResult(dead.Count(upload => BlobSql.Drop(session, upload))), durable: false, cancellationToken);
            StorageLog.UploadsSwept(log, dead.Count, file.Name);
        }
    }

    public async Task<Upload> BeginAsync(FileKey? key, CancellationToken cancellationToken)
    {
        var number = await WriteAsync((session, _) => BlobSql.Begin(session, Now, UploadOwner.Me), durable: false, cancellationToken);
        var upload = new Upload(number, key);
        _uploads[number] = upload;
        return upload;
    }

    /// <exception cref="UsageException"><c>UploadUnknown</c>.</exception>
    public Upload Upload(long number) => FindUpload(number)
        ?? throw new UsageException("UploadUnknown", $"There is no upload {number}.", "Begin the upload again; it was finished, abandoned, or the module was restarted.");

    public Upload? FindUpload(long number) => _uploads.GetValueOrDefault(number);

    /// <summary>Stores the tail of an upload as its next chunk. Not yet on disk for sure: <see cref="FinishAsync"/> sees to that for all at once.</summary>
    public async Task StoreTailAsync(Upload upload, BlobAddress? address, CancellationToken cancellationToken)
    {
        await WriteAsync((session, _) => BlobSql.InsertChunk(session, upload.Number, upload.Chunks, upload.Tail), durable: false, cancellationToken);
        upload.TailStored(address);
    }

    /// <summary>Names the upload and makes every byte of it durable. When the same content has a name already, that one is kept.</summary>
    public async Task FinishAsync(Upload upload, BlobKey key, BlobReference? reference, CancellationToken cancellationToken)
    {
        await WriteAsync(
            (session, _) =>
            {
                if (BlobSql.Find(session, key.Value) is null)
                {
                    BlobSql.Finish(session, upload.Number, key.Value, upload.Length, upload.Digest, reference, upload.Addresses);
                }
                else
                {
                    BlobSql.Drop(session, upload.Number);
                }

                return true;
            },
            durable: true,
            cancellationToken);
        Forget(upload);
    }

    public async Task<bool> AbandonAsync(Upload upload, CancellationToken cancellationToken)
    {
        Forget(upload);
        return await WriteAsync((session, _) => BlobSql.Drop(session, upload.Number), durable: false, cancellationToken);
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
    public Task<bool> StoreChunkAsync(BlobReference reference, int index, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => WriteAsync(
        (session, _) => BlobSql.InsertChunk(session, BlobSql.Expect(session, reference, Now).Content, index, data),
        durable: true,
        cancellationToken);

    /// <summary>Gives the bytes of a file another name.</summary>
    public Task<bool> AddNameAsync(BlobKey old, BlobReference renamed, ImmutableArray<BlobAddress> chunks, CancellationToken cancellationToken) => WriteAsync(
        (session, _) =>
        {
            BlobSql.AddName(session, BlobSql.Find(session, old.Value) ?? throw new InvalidOperationException("The file to rename is gone."), renamed, chunks, Now);
            return true;
        },
        durable: true,
        cancellationToken);

    public Task<bool> DropAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => WriteAsync(
        (session, _) =>
        {
            foreach (var key in keys)
            {
                if (BlobSql.Find(session, key) is { } blob)
                {
                    BlobSql.Drop(session, blob.Key);
                }
            }

            return true;
        },
        durable: true,
        cancellationToken);

    public List<string> KeysWithSharedContent() => file.Read(BlobSql.KeysWithSharedContent);

    /// <summary>Whether every byte of a named file is here.</summary>
    public bool IsWhole(BlobKey key) => file.Read(session => BlobSql.Find(session, key.Value) is { } blob && BlobReading.IsWhole(session, blob));

    /// <inheritdoc cref="BlobReading.Read"/>
    public BlobPiece? Read(BlobKey key, long offset, int count) => file.Read(session => BlobReading.Read(session, key, offset, count));

    public byte[]? ReadChunk(BlobKey key, int index) => file.Read(session =>
        BlobSql.Find(session, key.Value) is { } blob ? BlobSql.ReadChunk(session, blob.Content, index, 0, BlobReference.ChunkSize) : null);

    /// <summary>What is here of a vault's file; null when nothing is.</summary>
    public BlobDescription? Describe(BlobKey key) => file.Read(session => BlobReading.Describe(session, key));

    /// <inheritdoc cref="SqlFile.Tidy"/>
    public void Tidy() => file.Tidy();

    /// <summary>Copies everything, as of one moment, into a new file.</summary>
    public void CopyTo(string path) => file.CopyTo(path);

    /// <summary>Runs SQLite's own check.</summary>
    public T Inspect<T>(Func<Session, T> work) => file.Read(work);

    /// <summary>Gives up what was not finished, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var upload in _uploads.Values)
        {
            await AbandonAsync(upload, CancellationToken.None);
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
