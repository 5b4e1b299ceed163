using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Tests;

/// <summary>Opens stores that older builds wrote; <c>fixtures/</c> holds what they wrote, as SQL text.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-old-").FullName;

    public MigrationTests()
    {
        var fixture = Path.Combine(Repository.Root, "tests", "Storage.Tests", "fixtures", "v1");
        Directory.CreateDirectory(Path.Combine(_folder, "crypto"));
        Directory.CreateDirectory(Path.Combine(_folder, "storage"));
        File.Copy(Path.Combine(fixture, "keys.json"), Path.Combine(_folder, "crypto", "keys.json"));
        File.Copy(Path.Combine(fixture, "vault.actor"), Path.Combine(_folder, "storage", "vault.actor"));
        foreach (var name in new[] { "vault", "vault.blobs" })
        {
            Query(Stored(name + ".db"), "PRAGMA journal_mode = WAL");
            Query(Stored(name + ".db"), File.ReadAllText(Path.Combine(fixture, name + ".sql")));
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_store_of_schema_1_opens_with_everything_in_it()
    {
        await using var store = await StoreFixture.OpenAsync(_folder);

        var note = await store.GetAsync("note:harbour");
        Assert.Equal("3-24f1e2f79da1d9c0facc9c56f94a62d6", note.Revision.ToString());
        Assert.Equal("""{"minutes":13,"text":"The quick brown fox met two lazy dogs at the harbour.","title":"Harbour walk"}""", note.Body.Content.ToText());
        Assert.Equal(["3-2", "2-8", "1-d"], (await store.SendAsync(new ReadHistory(new("note:harbour")))).Select(entry => StoreFixture.Short(entry.Revision)));
        Assert.True((await store.GetAsync("note:gone")).Body.Deleted);
        var file = note.Body.Attachments["small.bin"].Blob;
        Assert.Equal(5000, (await store.SendAsync(new ReadBlob(DatabaseName.Vault, new BlobKey(file.Manifest.ToString()), 0, 10_000)))!.Data.Length);
        Assert.All(await store.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));
        await store.PutAsync("note:harbour", """{"title":"Again"}""", note.Revision);
    }

    [Fact]
    public async Task The_file_of_before_is_kept_beside_and_the_step_is_written_down()
    {
        await using var store = await StoreFixture.OpenAsync(_folder);
        await store.GetAsync("note:harbour");

        Assert.Equal(1L, Query(Stored("vault.db.schema1.bak"), "PRAGMA user_version"));
        Assert.Equal(3L, Query(Stored("vault.db.schema1.bak"), "SELECT count(*) FROM docs"));
        Assert.Equal("2 3", Query(Stored("vault.db"), "SELECT group_concat(version, ' ') FROM migrations"));
        Assert.Equal("2 3", Query(Stored("vault.blobs.db"), "SELECT group_concat(version, ' ') FROM migrations"));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Stored("vault.db")) is (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task What_was_superseded_before_is_in_the_journal_and_what_is_shown_is_in_the_index()
    {
        await using var store = await StoreFixture.OpenAsync(_folder);

        Assert.Equal("note:harbour", Assert.Single((await store.SendAsync(new SearchDocuments("dogs", 10))).Hits).Document.Id.Value);
        Assert.Empty((await store.SendAsync(new SearchDocuments("dog", 10))).Hits);
        Assert.Equal(3L, Query(Stored("vault.db"), "SELECT count(*) FROM journal"));
    }

    [Fact]
    public async Task What_schema_2_knew_of_the_only_server_is_known_of_the_remote_main()
    {
        foreach (var (file, script) in new[] { ("vault.db", "documents.2.sql"), ("vault.blobs.db", "blobs.2.sql") })
        {
            Query(Stored(file), File.ReadAllText(Path.Combine(Repository.Root, "modules", "Storage", "Schema", script)) + ";PRAGMA user_version = 2");
        }

        var key = (string)Query(Stored("vault.db"), "UPDATE blob_refs SET on_server = 1 WHERE key = (SELECT min(key) FROM blob_refs) RETURNING key")!;
        await using var store = await StoreFixture.OpenAsync(_folder);

        Assert.Equal(key, Assert.Single(await store.SendAsync(new ListBlobs(null, 10) { OnServer = true, Remote = RemoteName.Main })).Key.Value);
        Assert.Empty(await store.SendAsync(new ListBlobs(null, 10) { OnServer = true, Remote = new RemoteName("backup") }));
        Assert.Equal(2L, Query(Stored("vault.db.schema2.bak"), "PRAGMA user_version"));
    }

    [Fact]
    public async Task A_migration_that_cannot_make_its_snapshot_changes_nothing()
    {
        Directory.CreateDirectory(Stored("vault.db.schema1.bak"));
        await using var store = await StoreFixture.OpenAsync(_folder);

        var wrong = await Assert.ThrowsAsync<StoreException>(() => store.SendAsync(new GetDocument(new("note:harbour"))));

        Assert.Equal("SnapshotFailed", wrong.Code);
        Assert.Equal(1L, Query(Stored("vault.db"), "PRAGMA user_version"));
        Assert.Equal(0L, Query(Stored("vault.db"), "SELECT count(*) FROM sqlite_schema WHERE name = 'journal'"));
        Directory.Delete(Stored("vault.db.schema1.bak"));
        await store.GetAsync("note:harbour");
    }

    [Fact]
    public async Task Two_processes_that_meet_an_old_store_at_once_bring_it_up_to_date_once()
    {
        await using var one = await StoreFixture.OpenAsync(_folder);
        var other = await StoreFixture.OpenAsync(_folder);

        await Task.WhenAll(one.GetAsync("note:harbour"), other.GetAsync("note:harbour"));

        Assert.Equal(2L, Query(Stored("vault.db"), "SELECT count(*) FROM migrations"));
        await other.StopAsync();
    }

    private string Stored(string name) => Path.Combine(_folder, "storage", name);

    private static object? Query(string file, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, ForeignKeys = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
