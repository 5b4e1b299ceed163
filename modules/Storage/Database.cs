using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Blobs;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Vault;

namespace Aurix.Platform.Storage;

/// <summary>An open database: its documents, its blobs, and whom to tell when it changed.</summary>
internal sealed class Database(DatabaseName name, DatabaseKind kind, SqlFile documents, BlobFile blobs, DoorBell bell, TimeProvider time) : IAsyncDisposable
{
    public DatabaseName Name { get; } = name;

    public DatabaseKind Kind { get; } = kind;

    /// <summary>The bytes of files, in a file of their own with a writer of its own: a recording of gigabytes never delays a document.</summary>
    public BlobFile Blobs { get; } = blobs;

    /// <summary>The vault's marker file; null in a relay.</summary>
    public ActorMarker? Marker { get; set; }

    /// <summary>Where callers wait for changes.</summary>
    public FeedWatch Watch { get; } = new(name, documents, bell, time);

    public bool IsGone => documents.IsGone;

    public long BytesOnDisk => documents.BytesOnDisk + Blobs.BytesOnDisk;

    /// <summary>Reads as of one moment.</summary>
    public T Read<T>(Func<Session, T> work) => documents.Read(work);

    /// <summary>Writes durably, then rings. The ringing is no longer part of the write: it cannot fail it, and it cannot be cancelled.</summary>
    public async Task<T> WriteAsync<T>(Func<Session, Effects, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var (result, effects) = await documents.WriteAsync(work, durable: true, cancellationToken);
        if (effects is not null)
        {
            if (effects.Changed is { } sequence)
            {
                Watch.Heard(sequence);
            }

            await bell.RingAsync(Name, effects);
        }

        return result;
    }

    /// <inheritdoc cref="WriteAsync{T}(Func{Session, Effects, ValueTask{T}}, CancellationToken)"/>
    public Task<T> WriteAsync<T>(Func<Session, Effects, T> work, CancellationToken cancellationToken) =>
        WriteAsync((session, effects) => ValueTask.FromResult(work(session, effects)), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync();
        await documents.DisposeAsync();
        await Blobs.DisposeAsync();
    }
}
