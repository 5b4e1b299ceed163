using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

/// <summary>An upload that was cut off goes on where its last whole chunk ends.</summary>
public sealed class UploadResumeTests
{
    private const int ChunkSize = BlobReference.ChunkSize;

    [Theory]
    [InlineData((3 * ChunkSize) + 7, (2 * ChunkSize) + 100, 2 * ChunkSize)]
    [InlineData(2 * ChunkSize, 2 * ChunkSize, ChunkSize)] // a full tail is kept back, it might be the last
    [InlineData(2 * ChunkSize, ChunkSize + 1, ChunkSize)]
    public async Task An_upload_survives_a_restart_at_chunk_grain(int size, int sent, int kept)
    {
        var store = await StoreFixture.WithVaultAsync();
        var data = BlobTests.Bytes(size);
        var upload = await BeginAsync(store, DatabaseName.Vault, data[..sent]);
        await using var reopened = await store.ReopenAsync();

        var listed = Assert.Single(await reopened.SendAsync(new ListUploads(DatabaseName.Vault)));
        var resumed = await reopened.SendAsync(new ResumeBlob(DatabaseName.Vault, upload));

        Assert.Equal((upload, (long)kept), (listed.Upload, listed.BytesStored));
        Assert.Equal(kept, resumed.Length);
        await reopened.SendAsync(new AppendBlob(DatabaseName.Vault, upload, data.AsMemory(kept)));
        var finished = await reopened.SendAsync(new FinishBlob(DatabaseName.Vault, upload));
        Assert.Equal(data, await ReadAllAsync(reopened, DatabaseName.Vault, finished.Blob, size));
        await BlobStateTests.AttachAsync(reopened, "d", finished.Reference!);
        await AssertAddressesAsync(reopened, finished.Reference!, data);
    }

    [Fact]
    public async Task All_of_a_file_may_have_been_stored_when_only_its_end_was_cut_off()
    {
        var store = await StoreFixture.WithVaultAsync();
        var data = BlobTests.Bytes(2 * ChunkSize);
        var upload = await BeginAsync(store, DatabaseName.Vault, [.. data, 1]);
        await using var reopened = await store.ReopenAsync();

        Assert.Equal(2 * ChunkSize, (await reopened.SendAsync(new ResumeBlob(DatabaseName.Vault, upload))).Length);
        var finished = await reopened.SendAsync(new FinishBlob(DatabaseName.Vault, upload));

        Assert.Equal((2 * ChunkSize, 2), (finished.Length, finished.Reference!.ChunkCount));
        await AssertAddressesAsync(reopened, finished.Reference, data);
    }

    [Fact]
    public async Task A_relay_hashes_what_is_stored_anew_and_drops_a_last_chunk_that_was_not_named()
    {
        var store = await StoreFixture.WithRelayAsync();
        var data = BlobTests.Bytes(ChunkSize + 9);
        var upload = await BeginAsync(store, StoreFixture.Relay, data);
        await store.StopAsync();
        store.OnBlobs($"INSERT INTO chunks (content, place, data) VALUES ({upload}, 1, x'0102')", "relay");
        await using var reopened = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time);

        Assert.Equal(ChunkSize, (await reopened.SendAsync(new ResumeBlob(StoreFixture.Relay, upload))).Length);
        await reopened.SendAsync(new AppendBlob(StoreFixture.Relay, upload, data.AsMemory(ChunkSize)));
        var resumed = await reopened.SendAsync(new FinishBlob(StoreFixture.Relay, upload));

        Assert.Equal(await BlobTests.UploadAsync(reopened, StoreFixture.Relay, data, 1 << 20), resumed);
    }

    [Fact]
    public async Task What_another_running_process_uploads_is_not_taken_from_it()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.SendAsync(new DescribeDatabase(StoreFixture.Relay));
        using var parent = System.Diagnostics.Process.GetProcessById(1);
        var upload = store.OnBlobs("INSERT INTO blobs (begun_ms, owner_process, owner_start_ms) VALUES (1, 1, 0) RETURNING blob", "relay");
        store.OnBlobs($"UPDATE blobs SET owner_start_ms = {new DateTimeOffset(parent.StartTime).ToUnixTimeMilliseconds()} WHERE blob = {upload}", "relay");

        var busy = await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(new ResumeBlob(StoreFixture.Relay, upload)));
        var unknown = await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(new ResumeBlob(StoreFixture.Relay, upload + 1)));

        Assert.Equal(("UploadBusy", "UploadUnknown"), (busy.Code, unknown.Code));
    }

    [Fact]
    public async Task An_upload_of_a_process_that_is_gone_waits_a_day_to_be_taken_up()
    {
        var store = await StoreFixture.WithVaultAsync();
        await BeginAsync(store, DatabaseName.Vault, BlobTests.Bytes(ChunkSize + 1));
        await store.StopAsync();
        store.OnBlobs("UPDATE blobs SET owner_process = 2147483647");

        var soon = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time);
        Assert.False(Assert.Single(await soon.SendAsync(new ListUploads(DatabaseName.Vault))).IsRunning);
        await soon.StopAsync();
        store.Time.Advance(TimeSpan.FromHours(25));
        await using var late = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time);

        Assert.Empty(await late.SendAsync(new ListUploads(DatabaseName.Vault)));
        Assert.Equal(0, store.OnBlobs("SELECT count(*) FROM chunks"));
    }

    private static async Task<long> BeginAsync(StoreFixture store, DatabaseName database, byte[] data)
    {
        var upload = await store.SendAsync(new BeginBlob(database));
        foreach (var piece in data.Chunk(1 << 20))
        {
            await store.SendAsync(new AppendBlob(database, upload, piece));
        }

        return upload;
    }

    private static async Task<byte[]> ReadAllAsync(StoreFixture store, DatabaseName database, BlobKey blob, int size) =>
        await BlobTests.ReadAsync(store, database, blob, 0, Math.Max(1, size));

    /// <summary>The addresses are those that an upload in one go would have got.</summary>
    private static async Task AssertAddressesAsync(StoreFixture store, BlobReference reference, byte[] data)
    {
        var key = new Crypto.FileKey(StoreFixture.Vault, reference.File, reference.Epoch);
        var drafts = data.Chunk(ChunkSize).Select((chunk, index) => new Crypto.ChunkDraft(index, index == reference.ChunkCount - 1, chunk));
        var chunks = await store.SendAsync(new Crypto.MintChunks(key, [.. drafts]));
        Assert.Equal(chunks.AsEnumerable(), (await store.SendAsync(new DescribeBlob(new BlobKey(reference.Manifest.ToString()))))!.Chunks);
        Assert.Equal(reference.Manifest, await store.SendAsync(new Crypto.MintManifest(key, reference.Size, chunks)));
    }
}
