using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>The leak report says what the server stores, to the number, and nothing that it does not.</summary>
public sealed class LeakReportTests
{
    [Fact]
    public async Task It_counts_documents_edits_sizes_chunks_and_keys()
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "2");
        await world.A.WriteAsync("one", "3"); // the generation tells of both edits, though one body was sent
        await world.A.WriteAsync("large", $"\"{new string('x', 5000)}\"");
        await world.A.AttachAsync("letter", [1, 2, 3]);
        await world.A.Mediator.Send(new DeleteDocument(new("two"), await world.A.RevisionAsync("two")));
        await world.A.SyncAsync();
        await world.Server.GraftAsync($$"""{"_id":"guest","_rev":"{{World.MadeUpRevision}}"}""");

        var report = await world.A.Mediator.Send(new ReportLeaks());

        Assert.Equal((World.User, World.Database, World.Database + "-blob"), (report.User, report.Databases[0], report.Databases[1]));
        Assert.Equal((4, 0, 0, 4), (report.Documents.Count, report.Documents.Deleted, report.Documents.Branched, report.Documents.Leaves)); // a person's delete looks like an edit
        Assert.Equal<LeakedCount>([new(1, 2), new(2, 1), new(3, 1)], report.Documents.Edits);
        Assert.Equal(4, report.Documents.Sizes.Sum(size => size.Count));
        Assert.Contains(report.Documents.Sizes, size => size.Value > 5000);
        Assert.Equal<LeakedCount>([new(1, 4)], report.Documents.Epochs);
        Assert.Equal((2, 8240), (report.Chunks.Count, report.Chunks.Bytes)); // a chunk and a manifest, padded alike
        Assert.Equal<LeakedCount>([new(4120, 2)], report.Chunks.Sizes);
        Assert.Equal((0, 1, 1, 1), (report.Vault!.Mode, Assert.Single(report.Vault.PasswordSlots), report.Vault.RecoverySlot, report.Vault.Ring));
        Assert.Equal(2, report.Checkpoints.Length);
        Assert.Equal((1, "guest"), (report.StrangerCount, Assert.Single(report.Strangers)));
        Assert.NotEmpty(report.ByWatching);
    }

    [Fact]
    public async Task Conflicts_show_as_branches_and_parks_as_deletions()
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "2");
        await world.B.WriteAsync("one", "3");
        await world.A.SyncAsync();
        await world.B.SyncAsync();

        var report = await world.B.Mediator.Send(new ReportLeaks());

        Assert.Equal((2, 1), (report.Documents.Count, report.Documents.Branched));
        Assert.True(report.Documents.Leaves > 2);
    }

    [Fact]
    public async Task It_asks_for_one_page_at_a_time()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAllAsync([.. Enumerable.Range(0, 450).Select(number => $"note:{number}")]);
        await world.A.SyncAsync();
        world.Proxy.BeHonest();

        var report = await world.A.Mediator.Send(new ReportLeaks());

        Assert.Equal(450, report.Documents.Leaves);
        Assert.Equal(3, world.Proxy.Count("GET", "/_changes")); // by 200
        Assert.Equal(9, world.Proxy.Count("POST", "/_bulk_get")); // by 50
    }
}
