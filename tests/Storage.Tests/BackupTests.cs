using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-backup-").FullName;

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_backup_made_while_others_write_is_a_store_with_everything_acknowledged_before_it()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var file = await AttachAsync(store, "before");
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var writing = Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await AttachAsync(store, $"during{number}");
                begun.TrySetResult();
            }
        });
        await begun.Task;

        var files = await BackUpAsync(store);
        await stop.CancelAsync();
        await writing;

        Assert.Equal(["vault.db", "vault.blobs.db"], files.Select(one => one.Name));
        await using var restored = await StoreFixture.OpenAsync(_folder, store.Time);
        Assert.Equal("1", (await restored.GetAsync("before")).Body.Content.ToText());
        Assert.Equal(3000, (await restored.SendAsync(new ReadBlob(DatabaseName.Vault, file, 0, 4096)))!.Data.Length);
        Assert.All(await restored.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));
        foreach (var document in (await restored.SendAsync(new ListDocuments(null, 1000))).Documents)
        {
            var reference = (await restored.GetAsync(document.Id.Value)).Body.Attachments["f"].Blob;
            Assert.True((await restored.SendAsync(new DescribeBlob(new BlobKey(reference.Manifest.ToString()))))!.IsComplete);
        }
    }

    [Fact]
    public async Task A_store_that_runs_from_a_backup_counts_its_edits_apart_from_the_original()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var seen = await store.PutAsync("d", "1");
        await BackUpAsync(store);
        await using var restored = await StoreFixture.OpenAsync(_folder, store.Time);

        await store.PutAsync("d", "2", seen);
        await restored.PutAsync("d", "3", seen);

        Assert.NotEqual((await store.GetAsync("d")).Body.Dot!.Value.Actor, (await restored.GetAsync("d")).Body.Dot!.Value.Actor);
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_left_alone()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "precious"), "text");

        Assert.Equal("BackupFolder", (await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(new BackUpStore(_folder)))).Code);
    }

    [Fact]
    public async Task The_daemons_care_compacts_every_database_and_says_what_it_did()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.GraftAsync(("1-a", false), ("2-b 1-a", false));

        var outcome = await store.SendAsync(new CareForStore());

        Assert.Equal(new JobOutcome(true, "dropped 1 superseded bodies and 0 files, 2 bytes"), outcome);
    }

    private async Task<System.Collections.Immutable.ImmutableArray<BackupFile>> BackUpAsync(StoreFixture store)
    {
        await store.SendAsync(new BackUpKeys(Directory.CreateDirectory(Path.Combine(_folder, "crypto")).FullName));
        return await store.SendAsync(new BackUpStore(Directory.CreateDirectory(Path.Combine(_folder, "storage")).FullName));
    }

    private static async Task<BlobKey> AttachAsync(StoreFixture store, string id)
    {
        var upload = await store.SendAsync(new BeginBlob(DatabaseName.Vault));
        await store.SendAsync(new AppendBlob(DatabaseName.Vault, upload, new byte[3000]));
        var file = await store.SendAsync(new FinishBlob(DatabaseName.Vault, upload));
        var files = System.Collections.Immutable.ImmutableDictionary<string, NewAttachment>.Empty.Add("f", new NewAttachment(file.Reference!, "a/b"));
        Assert.IsType<PutOutcome.Saved>(await store.SendAsync(new PutDocument(new(id), CanonicalJson.Parse("1"), null) { Attach = files }));
        return file.Blob;
    }
}
