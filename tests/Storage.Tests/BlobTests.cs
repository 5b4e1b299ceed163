using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

public sealed class BlobTests
{
    private const int ChunkSize = 1_048_572;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(ChunkSize - 1, 1)]
    [InlineData(ChunkSize, 1)]
    [InlineData(ChunkSize + 1, 2)]
    [InlineData((2 * ChunkSize) + 7, 3)]
    public async Task A_file_comes_back_as_it_was_stored(int size, int chunks)
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var data = Bytes(size);

        var finished = await UploadAsync(store, DatabaseName.Vault, data, pieces: 700_001);

        Assert.Equal(size, finished.Length);
        var described = await store.SendAsync(new DescribeBlob(finished.Blob));
        Assert.Equal((true, chunks, finished.Reference), (described!.IsComplete, described.Chunks.Length, described.Reference));
        Assert.Equal(data, await ReadAsync(store, DatabaseName.Vault, finished.Blob, 0, 4 << 20));
    }

    [Theory]
    [InlineData(ChunkSize - 3, 6)]
    [InlineData(0, 1)]
    [InlineData(ChunkSize, ChunkSize + 5)]
    [InlineData((2 * ChunkSize) + 6, 100)]
    public async Task A_range_may_cross_the_borders_of_chunks(int offset, int count)
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var data = Bytes((2 * ChunkSize) + 7);
        var finished = await UploadAsync(store, StoreFixture.Relay, data, 4 << 20);

        Assert.Equal(data.Skip(offset).Take(count), await ReadAsync(store, StoreFixture.Relay, finished.Blob, offset, count));
        var past = await store.SendAsync(new ReadBlob(StoreFixture.Relay, finished.Blob, data.Length, 10));
        Assert.Equal((0, (long)data.Length), (past!.Data.Length, past.TotalLength));
        Assert.Null(await store.SendAsync(new ReadBlob(StoreFixture.Relay, new BlobKey("none"), 0, 10)));
    }

    [Fact]
    public async Task A_relay_stores_equal_content_once()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var one = await UploadAsync(store, StoreFixture.Relay, "hello"u8.ToArray(), 5);
        var other = await UploadAsync(store, StoreFixture.Relay, "hello"u8.ToArray(), 2);

        Assert.Equal(one, other);
        Assert.Equal("sha256-2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", one.Blob.Value);
        Assert.Equal("md5-XUFAKrxLKna5cZ2REBfFkg==", one.Digest);
    }

    [Fact]
    public async Task A_file_is_attached_kept_replaced_and_removed_by_name()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var one = await UploadAsync(store, DatabaseName.Vault, "one"u8.ToArray(), 3);
        var two = await UploadAsync(store, DatabaseName.Vault, "two"u8.ToArray(), 3);
        var first = await AttachAsync(store, null, ("a.txt", one), ("b.txt", one));
        var second = await AttachAsync(store, first, ("b.txt", two));
        await store.SendAsync(new PutDocument(new("d"), null, second) { Detach = ["a.txt", "never"] });

        var body = (await store.GetAsync("d")).Body;
        var file = Assert.Single(body.Attachments);
        Assert.Equal(("b.txt", two.Reference, "text/plain", 2L), (file.Key, file.Value.Blob, file.Value.MediaType, file.Value.Dot.Number));
        Assert.Equal(1, Assert.Single((await store.SendAsync(new ListDocuments(null, 10))).Documents).Files);
    }

    [Fact]
    public async Task A_document_may_not_name_a_file_that_is_not_here()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var elsewhere = new BlobReference(default, 1, BlobAddress.FromBytes(new byte[32]), 3);

        var wrong = await Assert.ThrowsAsync<InvalidDocumentException>(() => store.SendAsync(
            new PutDocument(new("d"), null, null) { Attach = ImmutableDictionary<string, NewAttachment>.Empty.Add("a", new(elsewhere, "x/y")) }));

        Assert.Equal("BlobMissing", wrong.Code);
    }

    [Fact]
    public async Task A_file_of_another_device_arrives_chunk_by_chunk_and_over_a_restart()
    {
        var store = await StoreFixture.WithVaultAsync();
        var data = Bytes(ChunkSize + 5);
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
        Assert.Equal([0, 1], Assert.Single(await store.SendAsync(new ListIncompleteBlobs(null, 10))).Missing.AsEnumerable());

        Assert.True(await store.SendAsync(new StoreManifest(reference, chunks)));
        Assert.True(await store.SendAsync(new StoreChunk(reference, 1, data.AsMemory(ChunkSize))));
        await Assert.ThrowsAsync<ArgumentException>(() => store.SendAsync(new StoreChunk(reference, 0, data.AsMemory(1))));
        await using var reopened = await store.ReopenAsync();
        var missing = Assert.Single(await reopened.SendAsync(new ListIncompleteBlobs(null, 10)));
        Assert.Equal(0, Assert.Single(missing.Missing));
        Assert.Equal(chunks.AsEnumerable(), missing.Chunks);
        var key2 = new BlobKey(reference.Manifest.ToString());
        Assert.Null(await reopened.SendAsync(new ReadBlob(DatabaseName.Vault, key2, 0, 10)));
        Assert.Equal(data[ChunkSize..], await ReadAsync(reopened, DatabaseName.Vault, key2, ChunkSize, 10));

        Assert.True(await reopened.SendAsync(new StoreChunk(reference, 0, data.AsMemory(0, ChunkSize))));
        Assert.False(await reopened.SendAsync(new StoreChunk(reference, 0, data.AsMemory(0, ChunkSize))));
        Assert.Empty(await reopened.SendAsync(new ListIncompleteBlobs(null, 10)));
        Assert.True((await reopened.SendAsync(new DescribeBlob(key2)))!.IsComplete);
        Assert.Equal(data, await ReadAsync(reopened, DatabaseName.Vault, key2, 0, 4 << 20));
    }

    [Fact]
    public async Task An_upload_that_was_abandoned_or_finished_takes_no_more()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var upload = await store.SendAsync(new BeginBlob(StoreFixture.Relay));
        Assert.Equal(3, await store.SendAsync(new AppendBlob(StoreFixture.Relay, upload, "abc"u8.ToArray())));
        Assert.True(await store.SendAsync(new AbandonBlob(StoreFixture.Relay, upload)));
        Assert.False(await store.SendAsync(new AbandonBlob(StoreFixture.Relay, upload)));

        var wrong = await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(new AppendBlob(StoreFixture.Relay, upload, "d"u8.ToArray())));
        Assert.Equal("UploadUnknown", wrong.Code);
    }

    [Fact]
    public async Task A_relay_revision_lists_its_files_and_refuses_ones_that_are_not_stored()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var blob = await UploadAsync(store, StoreFixture.Relay, "hello"u8.ToArray(), 5);
        var file = new StoredFile("a.txt", "text/plain", blob.Blob, blob.Length, blob.Digest, 1);
        await store.SendAsync(new EditRelayDocument(StoreFixture.Relay, new("d"), null, false, StoreFixture.Json("{}"), [file]));

        var stored = Assert.Single(await store.SendAsync(new ReadRevisions(StoreFixture.Relay, [new WantedRevision(new("d"), null)], 10)));
        Assert.Equal(file, Assert.Single(stored.Files));
        var wrong = await Assert.ThrowsAsync<InvalidDocumentException>(() => store.SendAsync(
            new EditRelayDocument(StoreFixture.Relay, new("e"), null, false, StoreFixture.Json("{}"), [file with { Blob = new BlobKey("none") }])));
        Assert.Equal("BlobMissing", wrong.Code);
    }

    internal static async Task<FinishedBlob> UploadAsync(StoreFixture store, DatabaseName database, byte[] data, int pieces)
    {
        var upload = await store.SendAsync(new BeginBlob(database));
        foreach (var piece in data.Chunk(pieces))
        {
            await store.SendAsync(new AppendBlob(database, upload, piece));
        }

        return await store.SendAsync(new FinishBlob(database, upload));
    }

    internal static async Task<byte[]> ReadAsync(StoreFixture store, DatabaseName database, BlobKey blob, long offset, int count)
    {
        var piece = await store.SendAsync(new ReadBlob(database, blob, offset, count));
        Assert.NotNull(piece);
        return piece.Data.ToArray();
    }

    internal static async Task<Revision> AttachAsync(StoreFixture store, Revision? parent, params (string Name, FinishedBlob Blob)[] files) =>
        Assert.IsType<PutOutcome.Saved>(await store.SendAsync(new PutDocument(new("d"), null, parent)
        {
            Attach = files.ToImmutableDictionary(file => file.Name, file => new NewAttachment(file.Blob.Reference!, "text/plain")),
        })).Revision;

    internal static byte[] Bytes(int size)
    {
        var data = new byte[size];
        new Random(1).NextBytes(data);
        return data;
    }
}
