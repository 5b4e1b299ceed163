using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Tests;

public sealed class StoreFilesTests
{
    [Fact]
    public async Task Without_a_vault_every_answer_says_how_to_get_one()
    {
        await using var store = await StoreFixture.OpenAsync();

        var wrong = await Assert.ThrowsAsync<StoreException>(() => store.SendAsync(new GetDocument(new("d"))));

        Assert.Equal(("StoreMissing", "Run 'aurix init' first."), (wrong.Code, wrong.NextStep));
        Assert.Empty(await store.SendAsync(new ListDatabases()));
    }

    [Fact]
    public async Task A_vault_is_made_once_and_Crypto_is_told_whose_it_is_at_each_opening()
    {
        var store = await StoreFixture.WithVaultAsync();
        Assert.False(await store.SendAsync(new InitialiseVault(StoreFixture.Vault)));
        Assert.Equal([StoreFixture.Vault], store.Confirmed);
        await store.PutAsync("a", "1");

        await using var reopened = await store.ReopenAsync();
        Assert.Equal("1", (await reopened.GetAsync("a")).Body.Content.ToText());
        Assert.Equal([StoreFixture.Vault], reopened.Confirmed);
    }

    [Fact]
    public async Task A_new_vault_gets_its_marker_and_counts_on_under_the_actor_it_was_made_with()
    {
        var store = await StoreFixture.WithVaultAsync();
        await store.PutAsync("a", "1");
        var actor = (await store.GetAsync("a")).Body.Dot!.Value.Actor;

        Assert.Equal(actor.ToString(), await File.ReadAllTextAsync(Path.Combine(store.Folder, "vault.actor")));
        Assert.Empty(store.Storage.Warnings);

        await using var reopened = await store.ReopenAsync();
        await reopened.PutAsync("b", "1");
        Assert.Equal(actor, (await reopened.GetAsync("b")).Body.Dot!.Value.Actor);
        Assert.Empty(reopened.Storage.Warnings);
    }

    [Fact]
    public async Task A_vault_that_lost_its_marker_counts_under_a_new_actor_and_says_so()
    {
        var store = await StoreFixture.WithVaultAsync();
        await store.PutAsync("a", "1");
        var actor = (await store.GetAsync("a")).Body.Dot!.Value.Actor;
        await store.StopAsync();
        File.Delete(Path.Combine(store.Folder, "vault.actor"));

        await using var reopened = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time);
        Assert.False(await reopened.SendAsync(new InitialiseVault(StoreFixture.Vault)));
        await reopened.PutAsync("b", "1");
        Assert.NotEqual(actor, (await reopened.GetAsync("b")).Body.Dot!.Value.Actor);
        Assert.Contains("counts its edits under a new actor", Assert.Single(reopened.Storage.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_named_and_hides_no_other()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await File.WriteAllTextAsync(Path.Combine(store.Folder, "broken.db"), new string('x', 5000));

        var wrong = await Assert.ThrowsAsync<StoreException>(() => store.SendAsync(new DescribeDatabase(new("broken"))));
        Assert.Equal("StoreCorrupt", wrong.Code);
        var check = await store.SendAsync(new CheckStore());
        Assert.Equal(["database broken"], check.Where(finding => !finding.Healthy).Select(finding => finding.Subject));
        Assert.Equal(4, check.Length);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_left_alone()
    {
        var store = await StoreFixture.WithVaultAsync();
        await store.StopAsync();
        Execute(store, "PRAGMA user_version = 99");

        await using var reopened = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time);
        var wrong = await Assert.ThrowsAsync<StoreException>(() => reopened.SendAsync(new ReadHistory(new("d"))));
        Assert.Equal("StoreTooNew", wrong.Code);
    }

    [Fact]
    public async Task A_check_finds_a_winner_that_is_none()
    {
        var store = await StoreFixture.WithVaultAsync();
        await store.PutAsync("d", "2", await store.PutAsync("d", "1"));
        await store.StopAsync();
        Execute(store, "UPDATE docs SET winner = winner - 1");

        await using var reopened = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time);
        var finding = Assert.Single(await reopened.SendAsync(new CheckStore()), finding => !finding.Healthy);
        Assert.Contains("every document shows its winner (1 rows)", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_on_one_store_see_each_others_edits_and_number_theirs_apart()
    {
        await using var daemon = await StoreFixture.WithVaultAsync();
        var cli = await StoreFixture.OpenAsync(daemon.Harness.DataDirectory, daemon.Time);
        try
        {
            var first = await daemon.PutAsync("d", "1");
            var second = await cli.PutAsync("d", "2", first);
            await daemon.PutAsync("d", "3", second);

            var body = (await cli.GetAsync("d")).Body;
            Assert.Equal((3L, "3"), (body.Dot!.Value.Number, body.Content.ToText()));

            await Task.WhenAll(Enumerable.Range(0, 40).Select(index => (index % 2 == 0 ? cli : daemon).PutAsync($"n{index}", "1")));
            Assert.Equal(41, (await daemon.SendAsync(new ListDocuments(null, 1000))).Documents.Length);
            Assert.Equal(43, (await cli.SendAsync(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 100))).LastSequence.Value);
        }
        finally
        {
            await cli.StopAsync();
        }
    }

    [Fact]
    public async Task A_database_that_another_process_removed_is_gone_here_too()
    {
        await using var daemon = await StoreFixture.WithRelayAsync();
        await daemon.GraftAsync(("1-a", false));
        var cli = await StoreFixture.OpenAsync(daemon.Harness.DataDirectory, daemon.Time);
        await cli.SendAsync(new DeleteDatabase(StoreFixture.Relay));
        await cli.SendAsync(new CreateDatabase(StoreFixture.Relay, DatabaseKind.Relay));
        await cli.StopAsync();

        await Assert.ThrowsAsync<StoreException>(() => daemon.GraftAsync(("2-b 1-a", false)));
        Assert.Equal(0, (await daemon.SendAsync(new DescribeDatabase(StoreFixture.Relay)))!.Documents);
    }

    [Fact]
    public async Task A_store_that_somebody_else_keeps_locked_says_so()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        await store.PutAsync("d", "1");
        await store.StopAsync();
        var impatient = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time, busyTimeoutSeconds: 0);
        await impatient.GetAsync("d");
        using (var other = Open(store))
        {
            using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            begin.ExecuteNonQuery();

            var wrong = await Assert.ThrowsAsync<StoreException>(() => impatient.PutAsync("e", "1"));
            Assert.Equal("StoreLocked", wrong.Code);
            await impatient.GetAsync("d");
        }

        await impatient.PutAsync("e", "1");
        await impatient.StopAsync();
    }

    [Fact]
    public async Task Where_encryption_is_asked_for_and_SQLite_cannot_nothing_is_written_in_the_clear()
    {
        var key = Path.GetTempFileName();
        await File.WriteAllTextAsync(key, "secret\n");
        await using var store = await StoreFixture.OpenAsync(settings: new() { ["keyFile"] = key });

        var wrong = await Assert.ThrowsAsync<StoreException>(() => store.SendAsync(new InitialiseVault(StoreFixture.Vault)));

        Assert.Equal("AtRestUnsupported", wrong.Code);
        Assert.All(Directory.GetFiles(store.Folder), file => Assert.Equal(0, new FileInfo(file).Length));
        File.Delete(key);
    }

    [Fact]
    public async Task Files_are_for_their_owner_alone()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        await store.PutAsync("d", "1");

        Assert.All(
            Directory.GetFiles(store.Folder, "*.db*"),
            file => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) is (UnixFileMode.UserRead | UnixFileMode.UserWrite), file));
    }

    [Fact]
    public async Task Wrong_settings_are_refused_all_at_once()
    {
        await using var harness = new ModuleHarness();
        var wrong = await Assert.ThrowsAsync<UsageException>(() =>
            harness.AddAsync(new StorageModule(), "storage", new Dictionary<string, string> { ["busyTimeoutSeconds"] = "-1", ["colour"] = "red" }));
        Assert.Contains("busyTimeoutSeconds", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("colour", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quarantine_counts_the_same_refusal_once_and_forgets_the_oldest_beyond_ten_thousand()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var entries = Enumerable.Range(0, 10_003).Select(index => new QuarantineEntry("r", $"id{index}", "1-x", "AuthFailed", "Altered.")).ToArray();

        Assert.Equal(3, await store.SendAsync(new QuarantineRemote([.. entries[..3], entries[1]])));
        Assert.Equal(0, await store.SendAsync(new QuarantineRemote([entries[2]])));
        Assert.Equal(["id2", "id1", "id0"], (await store.SendAsync(new ListQuarantine(10))).Select(entry => entry.What.RemoteId));

        Assert.Equal(10_000, await store.SendAsync(new QuarantineRemote([.. entries])));
        Assert.Equal(0, await store.SendAsync(new QuarantineRemote([entries[3]])));
        Assert.Equal(1, await store.SendAsync(new QuarantineRemote([entries[2]])));
    }

    private static void Execute(StoreFixture store, string sql)
    {
        using var connection = Open(store);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(StoreFixture store)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(store.Folder, "vault.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
