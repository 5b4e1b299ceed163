using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Blobs;
using Aurix.Platform.Storage.Search;
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

    /// <summary>The vault's search index; null in a relay.</summary>
    public SearchUpkeep? Search { get; set; }

    /// <summary>Where callers wait for changes.</summary>
    public FeedWatch Watch { get; } = new(name, documents, bell, time);

    public bool IsGone => documents.IsGone;

    public long BytesOnDisk => documents.BytesOnDisk + Blobs.BytesOnDisk;

    /// <summary>Copies the documents, as of one moment, into a new file.</summary>
    public void CopyDocumentsTo(string path) => documents.CopyTo(path);

    /// <summary>Reads as of one moment.</summary>
    public T Read<T>(Func<Session, T> work) => documents.Read(work);

    /// <summary>Writes durably, then rings. The ringing is no longer part of the write: it cannot fail it, and it cannot be cancelled.</summary>
    public async Task<T> WriteAsync<T>(Func<Session, Effects, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        var (result, effects) = await documents.WriteAsync(work, durable: true, cancellationToken);
        if (effects is not null)
        {
            Search?.Arm();
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

    /// <summary>Writes what can be worked out again: a power cut may undo it, but never half of it. Rings no bell.</summary>
    public async Task<T> WriteLazilyAsync<T>(Func<Session, T> work, CancellationToken cancellationToken) =>
        (await documents.WriteAsync((session, _) => ValueTask.FromResult(work(session)), durable: false, cancellationToken)).Result;

    /// <summary>Joins small pieces of the search index, helps the planner, and gives the write-ahead log back to the disk.</summary>
    public async Task TidyAsync(CancellationToken cancellationToken)
    {
        await WriteAsync((session, _) => session.Run("INSERT INTO search (search, rank) VALUES ('merge', 200)"), cancellationToken);
        documents.Tidy();
        Blobs.Tidy();
    }

    public async ValueTask DisposeAsync()
    {
        if (Search is not null)
        {
            await Search.DisposeAsync();
        }

        await Watch.DisposeAsync();
        await documents.DisposeAsync();
        await Blobs.DisposeAsync();
    }
}
