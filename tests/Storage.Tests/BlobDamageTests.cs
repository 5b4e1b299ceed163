using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

/// <summary>Every chunk is compared with its hash when it is read.</summary>
public sealed class BlobDamageTests
{
    private const int ChunkSize = BlobReference.ChunkSize;

    [Fact]
    public async Task A_damaged_chunk_is_named_and_its_neighbours_are_still_read()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var blob = (await BlobTests.UploadAsync(store, StoreFixture.Relay, BlobTests.Bytes(ChunkSize + 5), 1 << 20)).Blob;
        store.Damage(blob.Value, 0, "relay");

        var wrong = await DamagedAsync(store, StoreFixture.Relay, blob, 100, 10);

        Assert.Contains("Chunk 0 of file " + blob.Value + " in relay.blobs.db", wrong.Message, StringComparison.Ordinal);
        await DamagedAsync(store, StoreFixture.Relay, blob, ChunkSize - 1, 2);
        Assert.Equal(5, (await BlobTests.ReadAsync(store, StoreFixture.Relay, blob, ChunkSize, 10)).Length);
    }

    [Fact]
    public async Task The_only_copy_of_a_damaged_chunk_is_never_removed()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var blob = await BlobStateTests.AttachedAsync(store, "d", [1, 2, 3]);
        store.Damage(blob.Value, 0);

        var wrong = await DamagedAsync(store, DatabaseName.Vault, blob, 0, 3);

        Assert.Contains("not known to be on a server", wrong.NextStep, StringComparison.Ordinal);
        Assert.True((await store.SendAsync(new DescribeBlob(blob)))!.IsComplete);
        Assert.Empty(await store.SendAsync(new ListIncompleteBlobs(null, 10)));
    }

    [Fact]
    public async Task A_damaged_chunk_that_a_server_has_is_set_aside_and_asked_for_again()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var data = BlobTests.Bytes(ChunkSize + 5);
        var blob = await BlobStateTests.AttachedAsync(store, "d", data);
        await store.SendAsync(new NoteBlobOnServer([blob]));
        store.Damage(blob.Value, 1);

        var wrong = await DamagedAsync(store, DatabaseName.Vault, blob, ChunkSize, 1);

        Assert.Contains("set aside", wrong.NextStep, StringComparison.Ordinal);
        var missing = Assert.Single(await store.SendAsync(new ListIncompleteBlobs(null, 10)));
        Assert.Equal(1, Assert.Single(missing.Missing));
        await store.SendAsync(new StoreChunk(missing.Reference, 1, data.AsMemory(ChunkSize)));
        Assert.Equal(data, await BlobTests.ReadAsync(store, DatabaseName.Vault, blob, 0, 4 << 20));
        Assert.Empty(await store.SendAsync(new ListIncompleteBlobs(null, 10)));
    }

    [Fact]
    public async Task A_chunk_of_schema_1_has_no_hash_and_is_believed_if_its_length_is_right()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var blob = await BlobStateTests.AttachedAsync(store, "d", [1, 2, 3]);
        store.OnBlobs("UPDATE chunks SET sha256 = NULL");

        Assert.Equal([1, 2, 3], await BlobTests.ReadAsync(store, DatabaseName.Vault, blob, 0, 10));

        store.OnBlobs("UPDATE chunks SET chunk = chunk + 100, data = x'0102'");
        await DamagedAsync(store, DatabaseName.Vault, blob, 0, 3);
    }

    [Fact]
    public async Task A_check_reads_every_file_only_when_it_is_asked_to()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var blob = await BlobStateTests.AttachedAsync(store, "d", BlobTests.Bytes(ChunkSize + 5));
        Assert.All(await store.SendAsync(new CheckStore { VerifyFiles = true }), finding => Assert.True(finding.Healthy, finding.Message));
        store.Damage(blob.Value, 1);

        Assert.All(await store.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));

        var found = Assert.Single(await store.SendAsync(new CheckStore { VerifyFiles = true }), finding => !finding.Healthy);
        Assert.Contains($"1 of 2 chunks are not what was stored: chunk 1 of {blob.Value}", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storing_the_same_content_again_in_a_relay_heals_it()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var blob = (await BlobTests.UploadAsync(store, StoreFixture.Relay, "hello"u8.ToArray(), 5)).Blob;
        store.Damage(blob.Value, 0, "relay");
        await DamagedAsync(store, StoreFixture.Relay, blob, 0, 5);

        await BlobTests.UploadAsync(store, StoreFixture.Relay, "hello"u8.ToArray(), 5);

        Assert.Equal("hello"u8.ToArray(), await BlobTests.ReadAsync(store, StoreFixture.Relay, blob, 0, 5));
        Assert.Equal(1, store.OnBlobs("SELECT count(*) FROM chunks", "relay"));
    }

    private static async Task<StoreException> DamagedAsync(StoreFixture store, DatabaseName database, BlobKey blob, long offset, int count)
    {
        var wrong = await Assert.ThrowsAsync<StoreException>(() => store.SendAsync(new ReadBlob(database, blob, offset, count)));
        Assert.Equal("BlobDamaged", wrong.Code);
        return wrong;
    }
}
