using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Storage.Blobs;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Tests;

/// <summary>What the world does to a store: crashes in the middle of a file, damage, no right to write, other processes.</summary>
public sealed class StoreTroubleTests
{
    [Fact]
    public async Task Uploads_of_processes_that_are_gone_are_swept_with_their_bytes_and_a_living_ones_stay()
    {
        var store = await StoreFixture.WithVaultAsync();
        var kept = await BlobTests.UploadAsync(store, DatabaseName.Vault, "kept"u8.ToArray(), 4);
        await store.StopAsync();
        var me = UploadOwner.Me;
        using (var blobs = Open(store, "vault.blobs.db"))
        {
            Upload(blobs, int.MaxValue, me.StartMilliseconds); // no such process
            Upload(blobs, me.Process, me.StartMilliseconds - 3_600_000); // an earlier process of the same number
            Upload(blobs, me.Process, me.StartMilliseconds); // ours
        }

        await using var reopened = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time);
        Assert.Equal("kept"u8.ToArray(), await BlobTests.ReadAsync(reopened, DatabaseName.Vault, kept.Blob, 0, 10));
        using var after = Open(reopened, "vault.blobs.db");
        Assert.Equal(1L, Ask(after, "SELECT count(*) FROM blobs WHERE key IS NULL"));
        Assert.Equal(2L, Ask(after, "SELECT count(*) FROM chunks"));
    }

    [Fact]
    public async Task A_damaged_page_stops_what_stands_on_it_by_name_and_nothing_else()
    {
        var store = await StoreFixture.WithVaultAsync();
        for (var index = 0; index < 40; index++)
        {
            await store.PutAsync($"d{index:d2}", $"\"needle-{index:d2}-{new string('x', 3000)}\"");
        }

        await store.SendAsync(new CreateDatabase(StoreFixture.Relay, DatabaseKind.Relay));
        await store.GraftAsync(("1-a", false));
        await store.StopAsync();
        DamagePageWith(Path.Combine(store.Folder, "vault.db"), "needle-20-"u8);

        await using var reopened = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time);
        var wrong = await Assert.ThrowsAsync<StoreException>(() => reopened.SendAsync(new GetDocument(new("d20"))));

        Assert.Equal(("StoreCorrupt", "vault.db is damaged or is not a database."), (wrong.Code, wrong.Message));
        Assert.StartsWith("\"needle-01-", (await reopened.GetAsync("d01")).Body.Content.ToText(), StringComparison.Ordinal);
        Assert.Equal("1-a", await reopened.LeavesAsync());
        Assert.Equal([true, true], await reopened.GraftAsync(("2-b 1-a", false), ("2-c 1-a", false)));
        var unsound = Assert.Single(await reopened.SendAsync(new CheckStore()), finding => !finding.Healthy);
        Assert.Equal("database vault", unsound.Subject);
        Assert.StartsWith("vault.db is damaged", unsound.Message, StringComparison.Ordinal);
    }

    [UnprivilegedFact]
    public async Task A_folder_that_may_not_be_written_says_so_and_is_left_as_it_is()
    {
        var store = await StoreFixture.WithVaultAsync();
        await store.PutAsync("d", "1");
        await store.StopAsync();
        var files = Directory.GetFiles(store.Folder).Order(StringComparer.Ordinal).ToList();
        Protect(store.Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute, UnixFileMode.UserRead);
        try
        {
            var reopened = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time);
            var wrong = await Assert.ThrowsAsync<StoreException>(() => reopened.PutAsync("e", "1"));
            await reopened.StopAsync();

            Assert.Equal("StoreReadOnly", wrong.Code);
            Assert.Equal(files, Directory.GetFiles(store.Folder).Order(StringComparer.Ordinal));
        }
        finally
        {
            Protect(store.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await using var again = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time);
        Assert.Equal("1", (await again.GetAsync("d")).Body.Content.ToText());
    }

    [Fact]
    public async Task Two_that_write_in_turn_and_at_once_lose_nothing_and_their_sequences_only_grow()
    {
        await using var one = await StoreFixture.WithVaultAsync();
        var other = await StoreFixture.OpenAsync(one.Harness.DataDirectory, one.Time);
        try
        {
            var written = await Task.WhenAll(WriteAsync(one, "one"), WriteAsync(other, "other"));

            Assert.All(written, sequences => Assert.Equal(sequences.Order(), sequences));
            Assert.Equal(Enumerable.Range(1, 120).Select(number => (long)number), written.SelectMany(sequences => sequences).Order());
            foreach (var store in new[] { one, other })
            {
                Assert.Equal(120, (await store.SendAsync(new ListDocuments(null, 1000))).Documents.Length);
                var rows = (await store.SendAsync(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 1000))).Rows;
                Assert.Equal(Enumerable.Range(1, 120).Select(number => (long)number), rows.Select(row => row.Sequence.Value));
                Assert.All(await store.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));
            }
        }
        finally
        {
            await other.StopAsync();
        }
    }

    [Fact]
    public async Task Two_that_edit_one_document_number_every_edit_apart()
    {
        await using var one = await StoreFixture.WithVaultAsync();
        var other = await StoreFixture.OpenAsync(one.Harness.DataDirectory, one.Time);
        try
        {
            var first = await one.PutAsync("d", "0");
            await Task.WhenAll(Enumerable.Range(0, 30).Select(index => (index % 2 == 0 ? one : other).PutAsync("d", $"{index}", first, allowBranch: true)));

            var edits = await other.SendAsync(new ReadHistory(new("d")));
            Assert.Equal(31, edits.Length);
            Assert.Equal(Enumerable.Range(1, 31).Select(number => (long)number), edits.Select(entry => entry.Body!.Dot!.Value.Number).Order());
            Assert.Empty((await one.SendAsync(new ReadTree(new("d"))))!.Collisions);
        }
        finally
        {
            await other.StopAsync();
        }
    }

    private static async Task<ImmutableArray<long>> WriteAsync(StoreFixture store, string name)
    {
        var sequences = ImmutableArray.CreateBuilder<long>();
        for (var index = 0; index < 60; index++)
        {
            var saved = Assert.IsType<PutOutcome.Saved>(await store.SendAsync(new PutDocument(new($"{name}{index:d2}"), CanonicalJson.Parse("1"), null)));
            sequences.Add(saved.Sequence.Value);
        }

        return sequences.ToImmutable();
    }

    private static void Upload(SqliteConnection blobs, int process, long start)
    {
        var upload = Ask(blobs, $"INSERT INTO blobs (begun_ms, owner_process, owner_start_ms) VALUES (1, {process}, {start}) RETURNING blob");
        Ask(blobs, $"UPDATE blobs SET content = {upload} WHERE blob = {upload}; INSERT INTO chunks (content, place, data) VALUES ({upload}, 0, x'00')");
    }

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static SqliteConnection Open(StoreFixture store, string file)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(store.Folder, file)};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void DamagePageWith(string file, ReadOnlySpan<byte> text)
    {
        const int pageSize = 8192;
        var bytes = File.ReadAllBytes(file);
        var place = bytes.AsSpan().IndexOf(text);
        Assert.True(place > pageSize && bytes.Length > place + (4 * pageSize), "The page stands in the middle of the file.");
        bytes.AsSpan(place / pageSize * pageSize, pageSize).Fill(0xAA);
        File.WriteAllBytes(file, bytes);
    }

    private static void Protect(string folder, UnixFileMode folderMode, UnixFileMode fileMode)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var file in Directory.GetFiles(folder))
        {
            File.SetUnixFileMode(file, fileMode);
        }

        File.SetUnixFileMode(folder, folderMode);
    }
}
