using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>A round moves what it was asked for, and no more bytes of files than it may.</summary>
public sealed class ScopeTests
{
    private static readonly byte[] ThreeChunks = [.. Enumerable.Range(0, 2_621_440).Select(index => (byte)(index * 7))]; // 2.5 MiB

    [Fact]
    public async Task A_round_of_documents_moves_no_file_and_keeps_back_what_names_one()
    {
        await using var world = await World.StartAsync();
        await world.A.AttachAsync("letter", ThreeChunks);
        await world.A.WriteAsync("note", "1");

        await RunAsync(world.A, new RunSyncRound { Scope = SyncScope.Documents });
        await world.B.SyncAsync();

        Assert.Equal(0, world.Proxy.Count("PUT", "-blob/"));
        Assert.Equal("1", await world.B.ReadAsync("note"));
        Assert.Null(await world.B.ReadAsync("letter"));
    }

    [Fact]
    public async Task A_round_of_files_moves_them_and_then_what_waited_for_them()
    {
        await using var world = await World.StartAsync();
        var blob = await world.A.AttachAsync("letter", ThreeChunks);
        await RunAsync(world.A, new RunSyncRound { Scope = SyncScope.Documents });

        await RunAsync(world.A, new RunSyncRound { Scope = SyncScope.Files });
        await RunAsync(world.B, new RunSyncRound { Scope = SyncScope.Documents });
        Assert.Null(await world.B.FileAsync(blob));
        await RunAsync(world.B, new RunSyncRound { Scope = SyncScope.Files });

        Assert.Equal(4, world.Proxy.Count("PUT", "-blob/")); // three chunks and the manifest
        Assert.Equal(ThreeChunks, await world.B.FileAsync(blob));
    }

    [Fact]
    public async Task A_budget_of_bytes_ends_the_files_of_a_round_and_the_next_ones_go_on()
    {
        await using var world = await World.StartAsync();
        var blob = await world.A.AttachAsync("letter", ThreeChunks);

        await RunAsync(world.A, new RunSyncRound { ByteBudget = 1_500_000 });
        Assert.Equal(2, world.Proxy.Count("PUT", "-blob/c")); // the second reaches it
        Assert.Equal(0, world.Proxy.Count("POST", "_bulk_docs"));
        await RunAsync(world.A, new RunSyncRound { ByteBudget = 1_500_000 });
        await RunAsync(world.B, new RunSyncRound { ByteBudget = 1 });
        Assert.Equal(2, world.Proxy.Count("GET", "-blob/c")); // the manifest and one chunk
        await RunAsync(world.B, new RunSyncRound());

        Assert.Equal(ThreeChunks, await world.B.FileAsync(blob));
        Assert.Equal(4, world.Proxy.Count("PUT", "-blob/")); // nothing went twice
    }

    private static async Task RunAsync(Device device, RunSyncRound round)
    {
        var outcome = await device.Mediator.Send(round);
        Assert.True(outcome.Succeeded, outcome.Summary);
    }
}
