using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Tests;

/// <summary>A device may let go of bytes that the server has, and gets them back when it wants them.</summary>
public sealed class EvictionTests
{
    private static readonly byte[] TwoChunks = [.. Enumerable.Range(0, 1_500_000).Select(index => (byte)(index * 7))];

    [Fact]
    public async Task A_file_may_be_evicted_once_it_was_sent_and_where_it_was_fetched()
    {
        await using var world = await World.StartAsync();
        var key = Key(await world.A.AttachAsync("letter", TwoChunks));
        await Assert.ThrowsAsync<UsageException>(() => world.A.Mediator.Send(new EvictBlob(key)));

        await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal(TwoChunks.Length, await world.A.Mediator.Send(new EvictBlob(key)));
        Assert.Equal(TwoChunks.Length, await world.B.Mediator.Send(new EvictBlob(key)));
    }

    [Fact]
    public async Task What_was_evicted_is_fetched_when_it_is_wanted_and_not_before()
    {
        await using var world = await World.StartAsync();
        var blob = await world.A.AttachAsync("letter", TwoChunks);
        await world.A.SyncAsync();
        await world.A.Mediator.Send(new EvictBlob(Key(blob)));

        Assert.Equal(0, (await world.A.SyncAsync()).ChunksPulled);
        Assert.Equal("BlobEvicted", (await Assert.ThrowsAsync<StoreException>(() => world.A.FileAsync(blob))).Code);
        Assert.NotNull(await world.A.ReadAsync("letter"));

        await world.A.Mediator.Send(new WantBlob(Key(blob)));
        Assert.Equal(2, (await world.A.SyncAsync()).ChunksPulled);
        Assert.Equal(TwoChunks, await world.A.FileAsync(blob));
        await world.B.SyncAsync();
        Assert.Equal(TwoChunks, await world.B.FileAsync(blob));
    }

    [Fact]
    public async Task A_chunk_that_the_disk_damaged_comes_back_from_the_server()
    {
        await using var world = await World.StartAsync();
        var blob = await world.A.AttachAsync("letter", TwoChunks);
        await world.A.SyncAsync();
        Damage(world.A);
        Assert.Equal("BlobDamaged", (await Assert.ThrowsAsync<StoreException>(() => world.A.FileAsync(blob))).Code);

        Assert.Equal(1, (await world.A.SyncAsync()).ChunksPulled);

        Assert.Equal(TwoChunks, await world.A.FileAsync(blob));
    }

    [Fact]
    public async Task A_file_that_an_older_build_sent_is_looked_after_once_and_sent_only_where_it_lacks()
    {
        await using var world = await World.StartAsync();
        var blob = await world.A.AttachAsync("letter", TwoChunks);
        await world.A.SyncAsync();
        await world.A.Mediator.Send(new ForgetServerBlobs());
        var sent = world.Proxy.Count("PUT", "-blob/");

        await world.A.SyncAsync();

        Assert.Equal(sent, world.Proxy.Count("PUT", "-blob/"));
        Assert.True(Assert.Single(await world.A.Mediator.Send(new ListBlobs(null, 10))).IsOnServer);
        Assert.Equal(TwoChunks.Length, await world.A.Mediator.Send(new EvictBlob(Key(blob))));
    }

    [Fact]
    public async Task A_server_that_lacks_a_chunk_is_no_reason_to_evict_the_rest()
    {
        await using var world = await World.StartAsync();
        var blob = await world.A.AttachAsync("letter", TwoChunks);
        await world.A.SyncAsync();
        var chunk = (await world.A.Mediator.Send(new DescribeBlob(Key(blob))))!.Chunks[1].RemoteId;
        world.Proxy.Before = request => request.Is("GET", chunk) ? ProxyAnswer.Error(404, "not_found") : null;

        await world.B.SyncAsync();

        var wrong = await Assert.ThrowsAsync<UsageException>(() => world.B.Mediator.Send(new EvictBlob(Key(blob))));
        Assert.Equal("BlobNotOnServer", wrong.Code);
    }

    private static BlobKey Key(BlobReference blob) => new(blob.Manifest.ToString());

    private static void Damage(Support.Device device)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(device.Disk, "storage", "vault.blobs.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE chunks SET chunk = chunk + 100, data = zeroblob(length(data)) WHERE place = 1"; // another row: the device may hold this one in memory still
        command.ExecuteNonQuery();
    }
}
