using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Files go chunk by chunk; what is there is not sent again, and what is wrong is not used.</summary>
public sealed class TransferTests
{
    private static readonly byte[] ThreeChunks = [.. Enumerable.Range(0, 2_621_440).Select(index => (byte)(index * 7))]; // 2.5 MiB

    [Fact]
    public async Task An_upload_that_was_cut_off_sends_only_what_is_missing()
    {
        await using var world = await World.StartAsync();
        var blob = await world.A.AttachAsync("letter", ThreeChunks);
        var passed = 0;
        using var first = new ManualResetEventSlim(); // the others are dropped once the server has the first: a device that gives up takes back what is under way
        world.Proxy.Before = request =>
        {
            if (!request.Is("PUT", "-blob/") || Interlocked.Increment(ref passed) == 1)
            {
                return null;
            }

            first.Wait();
            return ProxyAnswer.Dropped;
        };
        world.Proxy.After = (request, answer) =>
        {
            if (request.Is("PUT", "-blob/"))
            {
                first.Set();
            }

            return answer;
        };
        await Assert.ThrowsAsync<RemoteUnavailableException>(world.A.SyncAsync);
        var there = (await world.Server.IdsAsync($"{World.Database}-blob")).Length;
        Assert.Equal(0, world.Proxy.Count("POST", "/_bulk_docs")); // no name without its bytes
        world.Proxy.BeHonest();

        var report = await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal(3 - there, report.ChunksPushed);
        Assert.Equal(4 - there, world.Proxy.Count("PUT", "-blob/")); // and the manifest
        Assert.Equal(ThreeChunks, await world.B.FileAsync(blob));
    }

    [Fact]
    public async Task A_download_that_was_cut_off_fetches_only_what_is_missing()
    {
        await using var world = await World.StartAsync();
        var blob = await world.A.AttachAsync("letter", ThreeChunks);
        await world.A.SyncAsync();
        var passed = 0;
        world.Proxy.Before = request => request.Is("GET", "-blob/") && Interlocked.Increment(ref passed) > 2 ? ProxyAnswer.Dropped : null;
        await Assert.ThrowsAsync<RemoteUnavailableException>(world.B.SyncAsync);
        Assert.Null(await world.B.FileAsync(blob));
        Assert.NotNull(await world.B.ReadAsync("letter"));
        world.Proxy.BeHonest();

        var report = await world.B.SyncAsync();

        Assert.True(report.ChunksPulled <= 3);
        Assert.Equal(report.ChunksPulled, world.Proxy.Count("GET", "-blob/")); // the manifest is here already
        Assert.Equal(ThreeChunks, await world.B.FileAsync(blob));
    }

    [Theory]
    [InlineData(true, "ChunkInvalid")]
    [InlineData(false, "ChunkMissing")]
    public async Task A_chunk_that_is_wrong_or_missing_is_named_and_asked_for_again(bool wrong, string code)
    {
        await using var world = await World.StartAsync();
        var blob = await world.A.AttachAsync("letter", [1, 2, 3]);
        await world.A.WriteAsync("note", "1");
        await world.A.SyncAsync();
        var manifest = blob.Manifest.RemoteId;
        world.Proxy.After = (request, answer) => !request.Is("GET", "-blob/") || request.Path.Contains(manifest, StringComparison.Ordinal) ? answer
            : wrong ? new ProxyAnswer(200, [.. answer.Body.Reverse()]) : ProxyAnswer.Error(404, "not_found");

        await AssertNamedAsync(world, blob, code);
    }

    [Fact]
    public async Task A_manifest_that_is_missing_is_named_and_asked_for_again()
    {
        await using var world = await World.StartAsync();
        var blob = await world.A.AttachAsync("letter", [1, 2, 3]);
        await world.A.WriteAsync("note", "1");
        await world.A.SyncAsync();
        world.Proxy.Before = request => request.Is("GET", blob.Manifest.RemoteId) ? ProxyAnswer.Error(404, "not_found") : null;

        await AssertNamedAsync(world, blob, "ChunkMissing");
    }

    private static async Task AssertNamedAsync(World world, BlobReference blob, string code)
    {
        await world.B.SyncAsync();

        Assert.Equal([code], await world.B.RefusalsAsync());
        Assert.Null(await world.B.FileAsync(blob));
        Assert.Equal("1", await world.B.ReadAsync("note"));
        world.Proxy.BeHonest();
        await world.B.SyncAsync();
        Assert.Equal([1, 2, 3], await world.B.FileAsync(blob));
    }
}
