using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>The first log of a large vault is published and followed in parts, and no part of it is believed before a head tells of it (ADR 0012).</summary>
public sealed class LongLogTests
{
    private const int Documents = 8_000; // more than are kept before pieces of the log are published

    private const int Together = 32; // pieces

    [Fact]
    public async Task Pieces_are_published_while_the_push_goes_on_and_others_follow_them_in_parts()
    {
        await using var world = await World.StartAsync();
        await WriteAsync(world.A);

        await world.A.SyncAsync();
        var sent = world.Proxy.Requests.ToList();
        world.Proxy.Requests.Clear();
        await world.B.SyncAsync();
        await world.A.SyncAsync();

        var lastDocuments = sent.FindLastIndex(request => request.Is("POST", "/_bulk_docs"));
        Assert.InRange(sent[..lastDocuments].Count(IsPiece), Together, sent.Count(IsPiece) - 1);
        Assert.Equal((Documents + 127) / 128, sent.Count(IsPiece)); // each once
        Assert.All(world.Proxy.Requests.Where(request => request.Is("POST", "/_all_docs")), request => Assert.InRange(request.Json["keys"]!.AsArray().Count, 0, Together));
        await AssertVouchedForAsync(world, Documents);
    }

    [Theory]
    [InlineData(5)] // the state counts nothing of it yet
    [InlineData(36)] // the state counts what no head tells of
    public async Task A_push_that_dies_in_its_middle_leaves_a_log_that_others_accept_and_the_next_one_goes_on(int pieces)
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("before", "1");
        await RoundsAsync(world);
        await WriteAsync(world.A);
        var dead = 0;
        world.Proxy.Before = request => (IsPiece(request) && Interlocked.Increment(ref dead) > pieces) || (dead > pieces && request.Is("POST", "/_bulk_docs")) ? ProxyAnswer.Dropped : null;

        await Assert.ThrowsAsync<RemoteUnavailableException>(world.A.SyncAsync);
        world.Proxy.BeHonest();
        await world.RestartAsync(0);
        Assert.Equal(await world.B.Mediator.Send(new FingerprintDevices()), await world.A.Mediator.Send(new FingerprintDevices())); // both know the same heads
        await world.B.SyncAsync();
        Assert.Equal(1, (await world.B.KnowsAsync(world.A)).Entries);
        Assert.Empty(await world.B.AlarmsAsync());

        await RoundsAsync(world);
        await AssertVouchedForAsync(world, Documents + 1);
    }

    [Fact]
    public async Task What_the_server_refuses_late_in_a_long_push_is_in_no_log()
    {
        await using var world = await World.StartAsync();
        await WriteAsync(world.A);
        var changes = await world.A.Mediator.Send(new ReadChanges(DatabaseName.Vault, new LocalSequence(Documents - 200), 200));
        var refused = changes.Rows[0].RemoteId!;
        world.Proxy.Before = request => request.Is("POST", "/_bulk_docs") && request.Json["docs"]!.AsArray().Any(document => (string)document!["_id"]! == refused) ? ProxyAnswer.Error(413, "too_large") : null;

        Assert.Equal(Documents - 1, (await world.A.SyncAsync()).DocumentsPushed);

        world.Proxy.BeHonest();
        await AssertVouchedForAsync(world, Documents - 1);
    }

    private static bool IsPiece(ProxyRequest request) => request.Is("PUT", $"/{World.Database}/l");

    private static async Task WriteAsync(Device device)
    {
        for (var start = 0; start < Documents; start += 500)
        {
            await device.Mediator.Send(new PutDocuments([.. Enumerable.Range(start, 500).Select(number => new PutDocument(new($"note:{number}"), CanonicalJson.Parse("{}"), null))]));
        }
    }

    private static async Task RoundsAsync(World world)
    {
        for (var round = 0; round < 2; round++)
        {
            await world.A.SyncAsync();
            await world.B.SyncAsync();
        }
    }

    // Each revision once, and everything that is vouched for has arrived.
    private static async Task AssertVouchedForAsync(World world, int entries)
    {
        for (var round = 0; round < 4; round++)
        {
            await world.B.SyncAsync();
            world.B.Time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(entries, (await world.A.SelfAsync()).Entries);
        Assert.Equal(entries, (await world.B.KnowsAsync(world.A)).Entries);
        Assert.Empty(await world.A.AlarmsAsync());
        Assert.Empty(await world.B.AlarmsAsync());
        Assert.Empty(await world.B.QuarantineAsync());
    }
}
