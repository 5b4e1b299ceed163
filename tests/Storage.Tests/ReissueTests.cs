using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

public sealed class ReissueTests
{
    private static VaultId Joined => TestVault.Joined.Id;

    [Fact]
    public async Task Every_leaf_and_file_is_written_anew_under_the_joined_vaults_keys_and_none_is_lost()
    {
        var store = await StoreFixture.WithVaultAsync();
        var file = await BlobTests.UploadAsync(store, DatabaseName.Vault, "hello"u8.ToArray(), 5);
        var first = await BlobTests.AttachAsync(store, null, ("a.txt", file));
        await store.PutAsync("d", "2", first);
        var kept = new Device(0xb).Edit("\"kept\"");
        await store.SendAsync(new GraftRevisions(DatabaseName.Vault, [Device.Park(kept).Graft(kept.Revision)]));
        await store.PutAsync("plain", "3");
        var before = await store.GetAsync("d");

        await TestVault.Joined.StageAsync(store);
        Assert.Equal(new ReissueOutcome(2, 1), await store.SendAsync(new ReissueVault(Joined)));

        var after = await store.GetAsync("d");
        Assert.Equal((1, "2"), (after.Revision.Generation, after.Body.Content.ToText()));
        Assert.Equal((before.Body.Causes, before.Body.Stamp, before.Body.Dot), (after.Body.Causes, after.Body.Stamp, after.Body.Dot));
        var renamed = after.Body.Attachments["a.txt"].Blob;
        Assert.NotEqual(file.Reference, renamed);
        Assert.Equal("hello"u8.ToArray(), await BlobTests.ReadAsync(store, DatabaseName.Vault, new BlobKey(renamed.Manifest.ToString()), 0, 10));
        Assert.Null(await store.SendAsync(new DescribeBlob(file.Blob)));
        Assert.True((await store.SendAsync(new DescribeBlob(new BlobKey(renamed.Manifest.ToString()))))!.IsComplete);

        var park = Assert.Single((await store.SendAsync(new ReadTree(new("d"))))!.Leaves, leaf => leaf.IsTombstone);
        Assert.Equal(2, park.Revision.Generation);
        Assert.Equal(park.Parent, park.Body!.Parked!.Revision);
        Assert.Equal("\"kept\"", (await store.GetAsync("d", park.Parent)).Body.Content.ToText());
        Assert.Equal([StoreFixture.Vault, Joined], store.Confirmed);
        Assert.All(await store.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));

        await using var reopened = await store.ReopenAsync();
        await reopened.GetAsync("plain");
        Assert.Equal([Joined], reopened.Confirmed);
        Assert.Equal(new ReissueOutcome(0, 0), await reopened.SendAsync(new ReissueVault(Joined)));
        await reopened.PutAsync("d", "4", after.Revision);
        Assert.Equal(3, (await reopened.GetAsync("d")).Body.Dot!.Value.Number);
    }

    [Fact]
    public async Task Revisions_and_remote_ids_are_those_that_the_joined_vault_mints()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        await store.PutAsync("d", "1");
        await TestVault.Joined.StageAsync(store);
        await store.SendAsync(new ReissueVault(Joined));

        var row = Assert.Single((await store.SendAsync(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 10))).Rows);
        var stored = Assert.Single(await store.SendAsync(new ReadRevisions(DatabaseName.Vault, [new WantedRevision(new("d"), null)], 10)));
        var minted = TestVault.Joined.Mint(new RevisionDraft(new("d"), 1, RevisionHash.None, false, stored.Body!.Utf8));
        Assert.Equal((minted.Revision, minted.RemoteId, 2L), (row.Winner, row.RemoteId, row.Sequence.Value));
    }
}
