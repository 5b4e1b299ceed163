using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests;

/// <summary>A store in a directory of its own, with short words for what tests do to it.</summary>
internal sealed class StoreFixture : IAsyncDisposable
{
    private bool _isStopped;

    private StoreFixture(ModuleHarness harness, FakeTimeProvider time, WatchedStorage storage) => (Harness, Time, Storage) = (harness, time, storage);

    /// <summary>The vault of every store here, unless a test says otherwise.</summary>
    public static VaultId Vault => TestVault.Own.Id;

    public ModuleHarness Harness { get; }

    public FakeTimeProvider Time { get; }

    public WatchedStorage Storage { get; }

    /// <summary>Which vaults Crypto was told of.</summary>
    public IEnumerable<VaultId> Confirmed => Storage.Sent.OfType<ConfirmVault>().Select(confirm => confirm.Vault);

    public string Folder => Path.Combine(Harness.DataDirectory, "storage");

    /// <summary>Opens the store in a directory; without one, in a new directory that has the keys of <see cref="TestVault.Own"/>.</summary>
    public static async Task<StoreFixture> OpenAsync(string? directory = null, FakeTimeProvider? time = null, int busyTimeoutSeconds = 20, Dictionary<string, string>? settings = null)
    {
        time ??= new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
        var harness = new ModuleHarness(directory, time);
        if (directory is null)
        {
            TestVault.Own.CopyKeysTo(harness.DataDirectory);
        }

        await harness.AddAsync(new CryptoModule(), "crypto");
        var storage = new WatchedStorage();
        await harness.AddAsync(storage, "storage", new Dictionary<string, string>(settings ?? []) { ["busyTimeoutSeconds"] = $"{busyTimeoutSeconds}" });
        return new StoreFixture(harness, time, storage);
    }

    public static async Task<StoreFixture> WithVaultAsync(string? indexes = null)
    {
        var store = await OpenAsync(settings: Indexes(indexes));
        await store.SendAsync(new InitialiseVault(Vault));
        return store;
    }

    public static async Task<StoreFixture> WithRelayAsync()
    {
        var store = await OpenAsync();
        await store.SendAsync(new CreateDatabase(Relay, DatabaseKind.Relay));
        return store;
    }

    public static DatabaseName Relay { get; } = new("relay");

    public Task<T> SendAsync<T>(IRequest<T> request) => Harness.Mediator.Send(request);

    public async Task<Revision> PutAsync(string id, string json, Revision? parent = null, bool allowBranch = false) =>
        Assert.IsType<PutOutcome.Saved>(await SendAsync(new PutDocument(new DocumentId(id), CanonicalJson.Parse(json), parent) { AllowBranch = allowBranch })).Revision;

    public async Task<GetOutcome.Found> GetAsync(string id, Revision? revision = null) =>
        Assert.IsType<GetOutcome.Found>(await SendAsync(new GetDocument(new DocumentId(id), revision)));

    /// <summary>Stops the modules and starts new ones on the same files.</summary>
    public async Task<StoreFixture> ReopenAsync(string? indexes = null)
    {
        await StopAsync();
        return await OpenAsync(Harness.DataDirectory, Time, settings: Indexes(indexes));
    }

    /// <summary>Grafts into the relay, answering whether each was new.</summary>
    public async Task<IEnumerable<bool>> GraftAsync(params (string Path, bool Tombstone)[] grafts)
    {
        var outcomes = await SendAsync(new GraftRevisions(
            Relay,
            [.. grafts.Select(graft => new Graft(new DocumentId("d"), null, PathOf(graft.Path), graft.Tombstone, Json("{}"), []))]));
        return outcomes.Select(outcome => outcome.Added);
    }

    /// <summary>The leaves of the relay's document <c>d</c>, winner first; a tombstone with a dagger.</summary>
    public async Task<string> LeavesAsync()
    {
        var batch = await SendAsync(new ReadChanges(Relay, LocalSequence.Start, 100));
        return string.Join(' ', Assert.Single(batch.Rows).Leaves.Select(leaf => Short(leaf.Revision) + (leaf.IsTombstone ? "†" : "")));
    }

    /// <summary><c>3-c 2-b 1-a</c>, newest first: each letter is a hash of 32 of it.</summary>
    public static RevisionPath PathOf(string path)
    {
        var revisions = path.Split(' ').Select(Rev).ToArray();
        return new RevisionPath(revisions[0].Generation, [.. revisions.Select(revision => revision.Hash)]);
    }

    /// <summary><c>10-a</c> for generation 10 and a hash of 32 a's.</summary>
    public static Revision Rev(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return Revision.Parse(text[..dash] + "-" + new string(text[dash + 1], 32));
    }

    public static string Short(Revision revision) => $"{revision.Generation}-{revision.Hash.ToString()[0]}";

    public static BodyBytes Json(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Asks the vault's file itself.</summary>
    public object? Query(string sql) => Query("vault.db", sql);

    /// <summary>Asks the file of its files' bytes.</summary>
    public object? QueryBlobs(string sql) => Query("vault.blobs.db", sql);

    private object? Query(string file, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(Folder, file), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static Dictionary<string, string>? Indexes(string? paths) => paths is null ? null : new() { ["indexes"] = paths };

    /// <summary>Stops the modules and leaves the files.</summary>
    public async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await Harness.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Harness.DataDirectory, recursive: true);
    }
}
