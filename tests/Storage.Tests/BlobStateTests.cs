using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Tests;

/// <summary>Files come and go on a device; documents notice nothing.</summary>
public sealed class BlobStateTests
{
    private const int ChunkSize = BlobReference.ChunkSize;

    [Fact]
    public async Task A_file_is_remote_then_partial_then_local_and_pinned_when_its_owner_says_so()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var (reference, chunks, data) = await ElsewhereAsync(store);
        var key = new BlobKey(reference.Manifest.ToString());
        Assert.Equal((BlobState.Remote, 0, 0L), await StateAsync(store, key));

        await store.SendAsync(new StoreManifest(reference, chunks));
        await store.SendAsync(new StoreChunk(reference, 1, data.AsMemory(ChunkSize)));
        Assert.Equal((BlobState.Partial, 1, 5L), await StateAsync(store, key));

        await store.SendAsync(new StoreChunk(reference, 0, data.AsMemory(0, ChunkSize)));
        Assert.Equal((BlobState.Local, 2, ChunkSize + 5L), await StateAsync(store, key));

        Assert.True(await store.SendAsync(new PinBlob(key, true)));
        Assert.Equal((BlobState.Pinned, 2, ChunkSize + 5L), await StateAsync(store, key));
        Assert.False(await store.SendAsync(new PinBlob(new BlobKey("none"), true)));
    }

    [Fact]
    public async Task A_list_goes_page_by_page_and_can_be_narrowed_to_a_state_a_document_or_the_server()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var a = await AttachedAsync(store, "a", [1]);
        var b = await AttachedAsync(store, "b", [2]);
        var (elsewhere, _, _) = await ElsewhereAsync(store);
        await store.PutAsync("a", "2", (await store.GetAsync("a")).Revision);
        await store.SendAsync(new NoteBlobOnServer([b]));

        var first = await store.SendAsync(new ListBlobs(null, 2));
        var second = await store.SendAsync(new ListBlobs(first[^1].Key, 2));

        Assert.Equal(3, first.Concat(second).Select(blob => blob.Key).Distinct().Count());
        Assert.Equal(2, Assert.Single(await store.SendAsync(new ListBlobs(null, 10) { Document = new("a") }), blob => blob.Key == a).Revisions);
        Assert.Equal(elsewhere, Assert.Single(await store.SendAsync(new ListBlobs(null, 10) { State = BlobState.Remote })).Reference);
        Assert.Equal(b, Assert.Single(await store.SendAsync(new ListBlobs(null, 10) { OnServer = true })).Key);
    }

    [Fact]
    public async Task What_one_server_has_is_not_said_of_another_and_one_is_enough_to_evict()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var backup = new RemoteName("backup");
        var blob = await AttachedAsync(store, "d", [1, 2, 3]);
        await store.SendAsync(new NoteBlobOnServer([blob]) { Remote = backup });

        Assert.Equal(blob, Assert.Single(await store.SendAsync(new ListBlobs(null, 10) { OnServer = false, Remote = RemoteName.Main })).Key);
        Assert.Equal(blob, Assert.Single(await store.SendAsync(new ListBlobs(null, 10) { OnServer = true, Remote = backup })).Key);
        Assert.Equal(new("d"), Assert.Single(await store.SendAsync(new FindDocumentsAwaitingUpload([new("d")]))));
        Assert.Empty(await store.SendAsync(new FindDocumentsAwaitingUpload([new("d")]) { Remote = backup }));

        await store.SendAsync(new NoteBlobOnServer([blob]));
        Assert.Equal(1, await store.SendAsync(new ForgetServerBlobs()));
        Assert.True(Assert.Single(await store.SendAsync(new ListBlobs(null, 10))).IsOnServer);
        Assert.Equal(1, await store.SendAsync(new ForgetServerBlobs() { Remote = backup }));
        Assert.Equal("BlobNotOnServer", (await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(new EvictBlob(blob)))).Code);

        await store.SendAsync(new NoteBlobOnServer([blob]) { Remote = backup });
        Assert.Equal(3, await store.SendAsync(new EvictBlob(blob)));
    }

    [Fact]
    public async Task The_only_copy_and_a_pinned_file_are_not_evicted()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var blob = await AttachedAsync(store, "d", [1, 2, 3]);
        Assert.Equal("BlobUnknown", (await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(new EvictBlob(new BlobKey("none"))))).Code);
        Assert.Equal("BlobNotOnServer", (await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(new EvictBlob(blob)))).Code);

        await store.SendAsync(new NoteBlobOnServer([blob]));
        await store.SendAsync(new PinBlob(blob, true));
        Assert.Equal("BlobPinned", (await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(new EvictBlob(blob)))).Code);

        await store.SendAsync(new PinBlob(blob, false));
        await store.SendAsync(new NoteBlobOnServer([blob], IsThere: false));
        Assert.Equal("BlobNotOnServer", (await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(new EvictBlob(blob)))).Code);
        Assert.Equal([1, 2, 3], await BlobTests.ReadAsync(store, DatabaseName.Vault, blob, 0, 3));
    }

    [Fact]
    public async Task Eviction_frees_the_bytes_moves_nothing_in_the_feed_and_is_not_fetched_straight_again()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var blob = await AttachedAsync(store, "d", BlobTests.Bytes((3 * ChunkSize) + 1));
        var before = (await store.SendAsync(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 10))).LastSequence;
        await store.SendAsync(new NoteBlobOnServer([blob]));

        Assert.Equal((3 * ChunkSize) + 1, await store.SendAsync(new EvictBlob(blob)));

        Assert.Equal(0, store.OnBlobs("SELECT count(*) FROM chunks"));
        Assert.Equal(0, store.OnBlobs("PRAGMA freelist_count"));
        Assert.True(store.OnBlobs("PRAGMA page_count") < 100);
        Assert.Equal(before, (await store.SendAsync(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 10))).LastSequence);
        Assert.Empty(await store.SendAsync(new ListIncompleteBlobs(null, 10)));
        Assert.True(Assert.Single(await store.SendAsync(new ListBlobs(null, 10))) is { IsEvicted: true, State: BlobState.Remote });
        Assert.Equal("BlobEvicted", (await Assert.ThrowsAsync<StoreException>(() => store.SendAsync(new ReadBlob(DatabaseName.Vault, blob, 0, 10)))).Code);
        Assert.Equal(0, await store.SendAsync(new EvictBlob(blob)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_evicted_file_that_is_wanted_or_pinned_is_offered_to_sync_again(bool pin)
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var blob = await EvictedAsync(store, "d");

        Assert.True(pin ? await store.SendAsync(new PinBlob(blob, true)) : await store.SendAsync(new WantBlob(blob)));

        Assert.Equal(blob, Assert.Single(await store.SendAsync(new ListIncompleteBlobs(null, 10))).Key);
        Assert.Null(await store.SendAsync(new ReadBlob(DatabaseName.Vault, blob, 0, 10)));
    }

    [Fact]
    public async Task Naming_an_evicted_file_again_does_not_undo_its_eviction()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var blob = await EvictedAsync(store, "d");
        var shown = await store.GetAsync("d");
        var file = shown.Body.Attachments["file"].Blob;

        await store.PutAsync("d", "2", shown.Revision);
        var device = new Device(0xb);
        await store.SendAsync(new GraftRevisions(
            DatabaseName.Vault, [device.Edit("3", files: DocumentBody.NoAttachments.Add("f", new Attachment(file, "x/y", new Dot(device.Actor, 1)))).Graft()]));

        Assert.Empty(await store.SendAsync(new ListIncompleteBlobs(null, 10)));
        Assert.True(Assert.Single(await store.SendAsync(new ListBlobs(null, 10))).IsEvicted);
        var wrong = await Assert.ThrowsAsync<InvalidDocumentException>(() => AttachAsync(store, "other", file));
        Assert.Equal("BlobMissing", wrong.Code);
    }

    [Fact]
    public async Task A_crash_between_marking_and_freeing_leaves_bytes_for_the_next_collection()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var blob = await AttachedAsync(store, "d", [1, 2, 3]);
        await store.SendAsync(new NoteBlobOnServer([blob]));
        store.OnDocuments("UPDATE blob_refs SET evicted = 1, whole = 0");

        Assert.Equal([1, 2, 3], await BlobTests.ReadAsync(store, DatabaseName.Vault, blob, 0, 3));
        Assert.Equal(new CollectedBlobs(1, 1, 3), await store.SendAsync(new CollectBlobs(DatabaseName.Vault) { Grace = TimeSpan.Zero }));

        Assert.Equal("BlobEvicted", (await Assert.ThrowsAsync<StoreException>(() => store.SendAsync(new ReadBlob(DatabaseName.Vault, blob, 0, 10)))).Code);
    }

    [Fact]
    public async Task A_reissue_forgets_what_the_old_vaults_server_had_and_keeps_what_is_pinned()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var blob = await AttachedAsync(store, "d", [1, 2, 3]);
        await store.SendAsync(new NoteBlobOnServer([blob]));
        await store.SendAsync(new PinBlob(blob, true));
        await TestVault.Joined.StageAsync(store);

        await store.SendAsync(new ReissueVault(TestVault.Joined.Id));

        var renamed = Assert.Single(await store.SendAsync(new ListBlobs(null, 10)));
        Assert.NotEqual(blob, renamed.Key);
        Assert.Equal((BlobState.Pinned, false), (renamed.State, renamed.IsOnServer));
    }

    [Fact]
    public async Task A_store_that_lost_the_file_of_its_bytes_asks_for_all_of_them_again()
    {
        var store = await StoreFixture.WithVaultAsync();
        var blob = await AttachedAsync(store, "d", [1, 2, 3]);
        await store.StopAsync();
        File.Delete(Path.Combine(store.Folder, "vault.blobs.db"));

        await using var reopened = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time);

        Assert.Equal(blob, Assert.Single(await reopened.SendAsync(new ListIncompleteBlobs(null, 10))).Key);
    }

    internal static async Task<BlobKey> AttachedAsync(StoreFixture store, string id, byte[] data)
    {
        var file = await BlobTests.UploadAsync(store, DatabaseName.Vault, data, 1 << 20);
        await AttachAsync(store, id, file.Reference!);
        return file.Blob;
    }

    internal static async Task<Revision> AttachAsync(StoreFixture store, string id, BlobReference file) =>
        Assert.IsType<PutOutcome.Saved>(await store.SendAsync(new PutDocument(new(id), CanonicalJson.Parse("1"), null)
        {
            Attach = ImmutableDictionary<string, NewAttachment>.Empty.Add("file", new NewAttachment(file, "text/plain")),
        })).Revision;

    private static async Task<BlobKey> EvictedAsync(StoreFixture store, string id)
    {
        var blob = await AttachedAsync(store, id, [1, 2, 3]);
        await store.SendAsync(new NoteBlobOnServer([blob]));
        await store.SendAsync(new EvictBlob(blob));
        return blob;
    }

    /// <summary>A document of another device with a file of two chunks.</summary>
    private static async Task<(BlobReference Reference, ImmutableArray<BlobAddress> Chunks, byte[] Data)> ElsewhereAsync(StoreFixture store)
    {
        var data = BlobTests.Bytes(ChunkSize + 5);
        var key = new FileKey(StoreFixture.Vault, new BlobFileId(99), 1);
        ImmutableArray<BlobAddress> chunks =
        [
            TestVault.Own.Chunk(key, new ChunkDraft(0, false, data.AsMemory(0, ChunkSize))),
            TestVault.Own.Chunk(key, new ChunkDraft(1, true, data.AsMemory(ChunkSize))),
        ];
        var reference = new BlobReference(key.File, 1, TestVault.Own.Manifest(key, data.Length, chunks), data.Length);
        var device = new Device(0xb);
        var edit = device.Edit("1", files: DocumentBody.NoAttachments.Add("a", new Attachment(reference, "x/y", new Dot(device.Actor, 1))));
        await store.SendAsync(new GraftRevisions(DatabaseName.Vault, [edit.Graft()]));
        return (reference, chunks, data);
    }

    private static async Task<(BlobState State, int Chunks, long Bytes)> StateAsync(StoreFixture store, BlobKey key)
    {
        var blob = Assert.Single(await store.SendAsync(new ListBlobs(null, 10)), blob => blob.Key == key);
        return (blob.State, blob.ChunksHere, blob.BytesHere);
    }
}
