using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

/// <summary>Bytes that nothing names go, bytes that something names or may soon name stay.</summary>
public sealed class BlobCollectTests
{
    private static readonly CollectBlobs Vault = new(DatabaseName.Vault);

    private static readonly CollectBlobs AtOnce = Vault with { Grace = TimeSpan.Zero };

    [Fact]
    public async Task A_file_that_no_document_names_waits_a_day_and_then_goes()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var named = await BlobStateTests.AttachedAsync(store, "d", [1, 2, 3]);
        await BlobTests.UploadAsync(store, DatabaseName.Vault, BlobTests.Bytes(BlobReference.ChunkSize + 5), 1 << 20);
        Assert.Equal(new CollectedBlobs(0, 0, 0), await store.SendAsync(Vault));
        store.Time.Advance(TimeSpan.FromHours(25));

        var counted = await store.SendAsync(Vault with { DryRun = true });
        var collected = await store.SendAsync(Vault);

        Assert.Equal(new CollectedBlobs(1, 2, BlobReference.ChunkSize + 5), counted);
        Assert.Equal(counted, collected);
        Assert.Equal(1, store.OnBlobs("SELECT count(*) FROM chunks"));
        Assert.True(store.OnBlobs("PRAGMA page_count") < 100);
        Assert.Equal([1, 2, 3], await BlobTests.ReadAsync(store, DatabaseName.Vault, named, 0, 3));
    }

    [Fact]
    public async Task A_file_of_an_old_revision_stays_until_the_revision_is_forgotten()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        await BlobStateTests.AttachedAsync(store, "d", [1, 2, 3]);
        await store.SendAsync(new PutDocument(new("d"), null, (await store.GetAsync("d")).Revision) { Detach = ["file"] });
        Assert.Equal(0, (await store.SendAsync(AtOnce)).Blobs);

        store.OnDocuments("DELETE FROM rev_blobs");

        Assert.Equal(new CollectedBlobs(1, 1, 3), await store.SendAsync(AtOnce));
        Assert.Equal(0, store.OnDocuments("SELECT count(*) FROM blob_refs"));
    }

    [Fact]
    public async Task A_relay_keeps_what_a_revision_has_and_storing_it_again_starts_the_day_anew()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var named = await BlobTests.UploadAsync(store, StoreFixture.Relay, "named"u8.ToArray(), 5);
        await store.SendAsync(new EditRelayDocument(
            StoreFixture.Relay, new("d"), null, false, StoreFixture.Json("{}"), [new StoredFile("a", "text/plain", named.Blob, named.Length, named.Digest, 1)]));
        await BlobTests.UploadAsync(store, StoreFixture.Relay, "again"u8.ToArray(), 5);
        store.Time.Advance(TimeSpan.FromHours(25));
        await BlobTests.UploadAsync(store, StoreFixture.Relay, "again"u8.ToArray(), 5);
        var collect = new CollectBlobs(StoreFixture.Relay);

        Assert.Equal(0, (await store.SendAsync(collect)).Blobs);

        store.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(new CollectedBlobs(1, 1, 5), await store.SendAsync(collect));
        Assert.Equal("named"u8.ToArray(), await BlobTests.ReadAsync(store, StoreFixture.Relay, named.Blob, 0, 5));
    }

    /// <summary>What a crash leaves after each commit of a collection: references gone, then names gone, then some of the bytes gone.</summary>
    [Theory]
    [InlineData("DELETE FROM blob_refs WHERE key NOT IN (SELECT key FROM rev_blobs)", "SELECT 0", 1)]
    [InlineData("DELETE FROM blob_refs WHERE key NOT IN (SELECT key FROM rev_blobs)", "DELETE FROM blobs WHERE length > 3", 0)]
    [InlineData("DELETE FROM blob_refs WHERE key NOT IN (SELECT key FROM rev_blobs)", "DELETE FROM blobs WHERE length > 3; DELETE FROM chunks WHERE place = 1", 0)]
    public async Task A_collection_that_is_cut_off_leaves_garbage_and_nothing_else(string documents, string blobs, int names)
    {
        var store = await StoreFixture.WithVaultAsync();
        var kept = await BlobStateTests.AttachedAsync(store, "kept", [1, 2, 3]);
        await BlobStateTests.AttachedAsync(store, "gone", BlobTests.Bytes(BlobReference.ChunkSize + 5));
        await store.StopAsync();
        store.OnDocuments("DELETE FROM rev_blobs WHERE key IN (SELECT key FROM blob_refs WHERE size > 3)");
        store.OnDocuments(documents);
        store.OnBlobs(blobs);

        await using var reopened = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time);

        Assert.All(await reopened.SendAsync(new CheckStore { VerifyFiles = true }), finding => Assert.True(finding.Healthy, finding.Message));
        Assert.Empty(await reopened.SendAsync(new ListIncompleteBlobs(null, 10)));
        Assert.Equal(names, (await reopened.SendAsync(AtOnce)).Blobs);
        Assert.Equal(1, reopened.OnBlobs("SELECT count(*) FROM chunks"));
        Assert.Equal([1, 2, 3], await BlobTests.ReadAsync(reopened, DatabaseName.Vault, kept, 0, 3));
    }

    [Fact]
    public async Task Whatever_is_collected_meanwhile_every_file_that_a_leaf_names_is_whole()
    {
        await using var daemon = await StoreFixture.WithVaultAsync();
        var cli = await StoreFixture.OpenAsync(daemon.Harness.DataDirectory, daemon.Time);
        try
        {
            using var done = new CancellationTokenSource();
            var collecting = new[] { daemon, cli }.Select(store => CollectUntilAsync(store, done.Token)).ToArray();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => WriteAsync(writer % 2 == 0 ? daemon : cli, writer)));
            await done.CancelAsync();
            await Task.WhenAll(collecting);

            Assert.NotEmpty(await daemon.SendAsync(new ListBlobs(null, 1000)));
            Assert.Empty(await daemon.SendAsync(new ListIncompleteBlobs(null, 10)));
            Assert.All(await daemon.SendAsync(new ListBlobs(null, 1000)), blob => Assert.Equal(BlobState.Local, blob.State));
            Assert.All(await cli.SendAsync(new CheckStore { VerifyFiles = true }), finding => Assert.True(finding.Healthy, finding.Message));
        }
        finally
        {
            await cli.StopAsync();
        }
    }

    private static async Task CollectUntilAsync(StoreFixture store, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            await store.SendAsync(AtOnce);
        }
    }

    // With no grace at all a file may be gone before it is named. Then the document is refused, and the file is stored again.
    private static async Task WriteAsync(StoreFixture store, int writer)
    {
        for (var round = 0; round < 12; round++)
        {
            try
            {
                await BlobStateTests.AttachedAsync(store, $"d{writer}-{round}", BlobTests.Bytes(50_000 + round));
                if (round % 3 == 0)
                {
                    await store.SendAsync(new DeleteDocument(new($"d{writer}-{round}"), (await store.GetAsync($"d{writer}-{round}")).Revision));
                }
            }
            catch (InvalidDocumentException gone) when (gone.Code == "BlobMissing")
            {
            }
        }
    }
}
