using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Tests.Torture;
using MediatR;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Tests;

/// <summary>Opens a store whose process was killed, as the next process would, and compares it with what was acknowledged.</summary>
internal sealed class StoreInspection(string directory, Expectation expected, bool everything)
{
    private readonly ModuleHarness _store = new(directory);
    private readonly HashSet<(string, string)> _readFiles = [];

    public static async Task RunAsync(string directory, Expectation expected, bool everything)
    {
        var inspection = new StoreInspection(directory, expected, everything);
        await using (inspection._store)
        {
            await inspection.InspectAsync();
        }

        expected.Settle();
    }

    private async Task InspectAsync()
    {
        await _store.AddAsync(new CryptoModule(), "crypto");
        await _store.AddAsync(new StorageModule(), "storage");
        var databases = await SendAsync(new ListDatabases());
        Assert.True(!expected.HasVault || databases.Contains(DatabaseName.Vault), "The vault is gone.");
        Assert.True(!expected.HasRelay || databases.Contains(Order.Relay), "The relay is gone.");
        foreach (var database in databases)
        {
            // Killed while its first file was made, a database does not exist; that it is not damaged, the check tells.
            if (await SendAsync(new DescribeDatabase(database)) is not null)
            {
                await FeedAsync(database);
                await FilesAsync(database);
            }
        }

        await EditsAsync();
        await LocalsAsync();
        await SearchAsync();
        Assert.DoesNotContain(await SendAsync(new CheckStore()), finding => !finding.Healthy);
    }

    /// <summary>Every document once, in order, with the leaves that were acknowledged; what was in flight is there whole or not at all.</summary>
    private async Task FeedAsync(DatabaseName database)
    {
        var rows = new List<ChangeRow>();
        ChangesBatch batch;
        do
        {
            batch = await SendAsync(new ReadChanges(database, rows.Count == 0 ? LocalSequence.Start : rows[^1].Sequence, 10_000));
            rows.AddRange(batch.Rows);
        }
        while (!batch.CaughtUp);

        Assert.Equal(rows.OrderBy(row => row.Sequence).Select(row => row.Sequence), rows.Select(row => row.Sequence).Distinct());
        var byId = rows.ToDictionary(row => row.Id.Value);
        foreach (var edits in expected.PendingEdits.Where(edits => edits[0].Database == database.Value))
        {
            Assert.Single(edits.Select(edit => Resolve(edit, byId.GetValueOrDefault(edit.Id))).Distinct());
        }

        var documents = expected.Documents.Values.Where(document => document.Database == database.Value).ToList();
        Assert.Equal(documents.Select(document => document.Id.Value).Order(StringComparer.Ordinal), byId.Keys.Order(StringComparer.Ordinal));
        foreach (var document in documents)
        {
            var row = byId[document.Id.Value];
            Assert.Equal(document.Leaves.Order(), row.Leaves.Select(leaf => leaf.Revision).Order());
            Assert.Equal((document.Winner, document.IsTombstone(document.Winner)), (row.Winner, row.IsTombstone));
            Assert.All(row.Leaves, leaf => Assert.Equal(document.IsTombstone(leaf.Revision), leaf.IsTombstone));
            Assert.Equal(document.Sequence ?? row.Sequence.Value, row.Sequence.Value);
        }

        var described = (await SendAsync(new DescribeDatabase(database)))!;
        Assert.Equal(documents.Count(document => !document.IsDeleted), described.Documents);
        Assert.Equal(documents.Count(document => document.IsDeleted), described.DeletedDocuments);
        Assert.InRange(described.UpdateSequence.Value, expected.Seen[database.Value], long.MaxValue);
    }

    /// <summary>Whether an edit in doubt happened. If it did, it is held to what it said like any other.</summary>
    private bool Resolve(Attempt attempt, ChangeRow? row)
    {
        var known = expected.Documents.GetValueOrDefault((attempt.Database, attempt.Id))?.Leaves ?? [];
        if (row is null || known.SetEquals(row.Leaves.Select(leaf => leaf.Revision)))
        {
            return false;
        }

        var made = Assert.Single(row.Leaves.Select(leaf => leaf.Revision).Except(known));
        Assert.Equal(attempt.Revision ?? made, made);
        expected.Document(attempt).Add(attempt, made, sequence: null);
        return true;
    }

    private async Task EditsAsync()
    {
        foreach (var document in expected.Documents.Values.Where(document => everything || document.IsTouched))
        {
            await (document.Database == "vault" ? VaultDocumentAsync(document) : RelayDocumentAsync(document));
            foreach (var file in document.Leaves.SelectMany(leaf => document.Revisions[leaf].Said.Files.Split(',', StringSplitOptions.RemoveEmptyEntries)))
            {
                await FileAsync(document.Database, file[(file.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            }
        }
    }

    private async Task VaultDocumentAsync(ExpectedDocument document)
    {
        var history = (await SendAsync(new ReadHistory(document.Id))).ToDictionary(entry => entry.Revision, entry => entry.Parent);
        Assert.Equal(document.Revisions.Keys.Order(), history.Keys.Order());
        foreach (var (revision, (parent, said)) in document.Revisions)
        {
            Assert.Equal(parent, history[revision]);
            var body = Assert.IsType<GetOutcome.Found>(await SendAsync(new GetDocument(document.Id, revision))).Body;
            var files = string.Join(',', body.Attachments.Select(file => $"{file.Key}={file.Value.Blob.Manifest}"));
            Assert.Equal((said.Deleted, said.Hash, said.Files), (body.Deleted, Words.Hash(body.Content.Utf8.Span), files));
        }
    }

    private async Task RelayDocumentAsync(ExpectedDocument document)
    {
        foreach (var (revision, (parent, said)) in document.Revisions)
        {
            var stored = Assert.Single(await SendAsync(new ReadRevisions(Order.Relay, [new WantedRevision(document.Id, revision)], 2)));
            var files = string.Join(',', stored.Files.Select(file => $"{file.Name}={file.Blob}"));
            Assert.Equal((revision, parent), (stored.Revision, stored.Path.Parent));
            Assert.Equal((said.Deleted, said.Hash, said.Files), (stored.IsTombstone, Words.Hash(stored.Body!.Utf8.Span), files));
        }
    }

    /// <summary>Files that were acknowledged are whole; of those that were not, nothing half is left.</summary>
    private async Task FilesAsync(DatabaseName database)
    {
        foreach (var (at, _) in expected.Files.Where(file => file.Value.IsNew && file.Key.Database == database.Value))
        {
            await FileAsync(at.Database, at.Key);
        }

        foreach (var pending in expected.PendingFiles.Where(file => file.Database == database.Value && database == Order.Relay))
        {
            var key = "sha256-" + pending.Hash; // what a relay will name it by can be known before
            if (await SendAsync(new ReadBlob(database, new BlobKey(key), 0, 1)) is not null)
            {
                expected.Files[(pending.Database, key)] = (pending.Hash, IsNew: true);
                await FileAsync(pending.Database, key);
            }
        }

        if (database == DatabaseName.Vault)
        {
            Assert.Empty(await SendAsync(new ListIncompleteBlobs(null, 1000)));
        }

        // What was cut off can be taken up after its last whole chunk, and given up without a trace.
        foreach (var upload in await SendAsync(new ListUploads(database)))
        {
            Assert.False(upload.IsRunning);
            Assert.Equal(0, (await SendAsync(new ResumeBlob(database, upload.Upload))).Length % BlobReference.ChunkSize);
            Assert.True(await SendAsync(new AbandonBlob(database, upload.Upload)));
        }

        using var connection = Connect($"{database}.blobs.db");
        Assert.All(HalfFiles, half => Assert.Equal((half.Name, 0L), (half.Name, Count(connection, half.Sql))));
    }

    private static readonly (string Name, string Sql)[] HalfFiles =
    [
        ("an upload that nobody will finish", "SELECT count(*) FROM blobs WHERE key IS NULL"),
        ("a file of another length than its chunks", "SELECT count(*) FROM blobs WHERE length <> (SELECT ifnull(sum(length(data)), 0) FROM chunks WHERE chunks.content = blobs.content)"),
        ("a chunk of no file", "SELECT count(*) FROM chunks WHERE content NOT IN (SELECT content FROM blobs)"),
    ];

    private static long Count(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private async Task FileAsync(string database, string key)
    {
        if (!_readFiles.Add((database, key)))
        {
            return;
        }

        var data = new List<byte>();
        BlobPiece? piece;
        do
        {
            piece = await SendAsync(new ReadBlob(new DatabaseName(database), new BlobKey(key), data.Count, 4 << 20));
            Assert.NotNull(piece);
            data.AddRange(piece.Data.Span);
        }
        while (data.Count < piece.TotalLength);

        Assert.Equal(expected.Files[(database, key)].Hash, Words.Hash(data.ToArray()));
    }

    private async Task LocalsAsync()
    {
        var pending = expected.PendingLocals.ToDictionary(local => (local.Database, local.Id), local => (local.Version, local.Hash));
        foreach (var at in expected.Locals.Keys.Union(pending.Keys))
        {
            var stored = await SendAsync(new GetLocalDocument(new DatabaseName(at.Database), at.Id));
            (long, string)? found = stored is null ? null : (stored.Version, Words.Hash(stored.Body.Utf8.Span));
            (long, string)? known = expected.Locals.TryGetValue(at, out var acknowledged) ? acknowledged : null;
            Assert.True(found == known || (found is not null && pending.TryGetValue(at, out var inFlight) && found == inFlight), $"{at} is at {found} instead of {known}.");
            if (found is { } present)
            {
                expected.Locals[at] = present;
            }
        }
    }

    /// <summary>The indexes over what documents show: each word finds its document as long as the winner says it, and nothing afterwards.</summary>
    /// <remarks>A search takes up what the killed process had not; the words are then asked of the table itself, a thousand times faster than by message.</remarks>
    private async Task SearchAsync()
    {
        if (!expected.HasVault)
        {
            return;
        }

        var vault = expected.Documents.Values.Where(document => document.Database == "vault").ToList();
        Assert.Equal(vault.Count(document => !document.IsDeleted), (await SendAsync(new CountTypes())).Values.Sum());

        Assert.Empty((await SendAsync(new SearchDocuments("nobodysaysthis", 1))).Hits);
        using var connection = Connect("vault.db");
        Assert.Equal(vault.Count(document => !document.IsDeleted), Count(connection, "SELECT count(*) FROM search"));
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM search JOIN docs ON docs.doc = search.rowid WHERE search MATCH $1";
        var word = command.Parameters.Add("$1", SqliteType.Text);
        foreach (var document in vault.Where(document => everything || document.IsTouched))
        {
            foreach (var (revision, (_, said)) in document.Revisions.Where(revision => !revision.Value.Said.Deleted))
            {
                word.Value = said.Word;
                Assert.Equal((said.Word, revision == document.Winner ? document.Id.Value : null), (said.Word, command.ExecuteScalar() as string));
            }
        }
    }

    private SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_store.DataDirectory, "storage", file)};Pooling=False");
        connection.Open();
        return connection;
    }

    private Task<T> SendAsync<T>(IRequest<T> request) => _store.Mediator.Send(request);
}
