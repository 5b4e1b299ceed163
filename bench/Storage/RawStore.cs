using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Bench.Storage;

/// <summary>
/// What the same rows cost without us: Microsoft.Data.Sqlite on our own schema file, prepared statements, WAL, synchronous=FULL,
/// and one writer that lets whoever waits share the next commit.
/// </summary>
internal sealed class RawStore : IAsyncDisposable
{
    private const int LargestGroup = 256;

    private readonly SqliteConnection _connection;
    private readonly Channel<(IReadOnlyList<RawDocument> Documents, TaskCompletionSource Done)> _jobs = Channel.CreateUnbounded<(IReadOnlyList<RawDocument>, TaskCompletionSource)>();
    private readonly Task _loop;
    private readonly Prepared _document;
    private readonly Prepared _revision;
    private readonly Prepared _dot;
    private readonly Prepared _counter;
    private readonly Prepared _words;
    private readonly bool _indexes;
    private readonly Prepared _meta;
    private readonly Prepared _begin;
    private readonly Prepared _commit;
    private long _last;

    /// <param name="path">A new file.</param>
    /// <param name="indexes">Take the words of each document up at once, in place of noting that it waits.</param>
    public RawStore(string path, bool indexes = false)
    {
        File = path;
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Script("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
        Script(System.IO.File.ReadAllText(Path.Combine(Processes.Root, "modules", "Storage", "Schema", "documents.sql")));
        Script("INSERT INTO meta (one, kind, instance, created_ms, vault, actor) VALUES (1, 'vault', 'raw', 0, zeroblob(16), '0123456789abcdef')");
        _document = new(_connection, "INSERT INTO docs (doc, id, remote_id, seq, winner, live_leaves, type, stamp_ms, stamp_counter, stamp_actor) VALUES ($1, $2, $3, $1, $1, 1, 'document', $4, $1, $5)", 5);
        _revision = new(_connection, "INSERT INTO revs (rev, doc, generation, hash, is_leaf, is_tombstone, body) VALUES ($1, $1, 1, $2, 1, 0, $3)", 3);
        _dot = new(_connection, "INSERT INTO dots (doc, actor, number, generation, hash) VALUES ($1, $2, 1, 1, $3)", 3);
        _counter = new(_connection, "INSERT INTO counters (doc, actor, highest, stamp_ms, stamp_counter) VALUES ($1, $2, 1, $3, $1)", 3);
        _words = indexes
            ? new(_connection, "INSERT INTO search (rowid, title, text) VALUES ($1, $2, $3)", 3)
            : new(_connection, "INSERT INTO search_words (doc) VALUES ($1)", 1);
        _indexes = indexes;
        _meta = new(_connection, "UPDATE meta SET last_seq = $1, live_documents = $1, clock_ms = $2, clock_counter = $1", 2);
        _begin = new(_connection, "BEGIN IMMEDIATE", 0);
        _commit = new(_connection, "COMMIT", 0);
        _loop = Task.Run(WriteAsync);
    }

    public string File { get; }

    public Task PutAsync(RawDocument document) => PutManyAsync([document]);

    public Task PutManyAsync(IReadOnlyList<RawDocument> documents)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _jobs.Writer.TryWrite((documents, done));
        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _jobs.Writer.TryComplete();
        await _loop;
        foreach (var prepared in new[] { _document, _revision, _dot, _counter, _words, _meta, _begin, _commit })
        {
            prepared.Dispose();
        }

        await _connection.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var group = new List<TaskCompletionSource>();
        while (await _jobs.Reader.WaitToReadAsync())
        {
            group.Clear();
            _begin.Run();
            while (group.Count < LargestGroup && _jobs.Reader.TryRead(out var job))
            {
                group.Add(job.Done);
                foreach (var document in job.Documents)
                {
                    Insert(document);
                }
            }

            _meta.Run(_last, 1_700_000_000_000);
            _commit.Run();
            group.ForEach(static done => done.SetResult());
        }
    }

    private void Insert(RawDocument document)
    {
        var key = ++_last;
        var actor = "0123456789abcdef";
        _document.Run(key, document.Id, document.RemoteId, document.Milliseconds, actor);
        _revision.Run(key, document.Hash, document.Body);
        _dot.Run(key, actor, document.Hash);
        _counter.Run(key, actor, document.Milliseconds);
        if (_indexes)
        {
            _words.Run(key, document.Title, document.Text);
        }
        else
        {
            _words.Run(key);
        }
    }

    private void Script(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
