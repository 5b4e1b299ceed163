using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using CsCheck;

namespace Aurix.Platform.Tests;

public sealed class RelayTreeTests
{
    [Theory]
    [InlineData("2-a 1-a", "3-a 2-b 1-a", "3-a 2-a")] // more edits win
    [InlineData("2-b 1-a", "2-a 1-a", "2-b 2-a")] // then the higher hash
    [InlineData("10-a", "9-f", "10-a 9-f")] // generations are numbers, not text
    [InlineData("1-a", "1-b", "1-b 1-a")] // two roots are two branches
    public async Task The_winner_is_CouchDBs_whatever_came_first(string one, string other, string leaves)
    {
        foreach (var order in new[] { (one, other), (other, one) })
        {
            await using var store = await StoreFixture.WithRelayAsync();
            await store.GraftAsync((order.Item1, false), (order.Item2, false));

            Assert.Equal(leaves, await store.LeavesAsync());
        }
    }

    [Fact]
    public async Task A_live_leaf_wins_against_any_tombstone()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.GraftAsync(("7-f", true), ("2-a 1-a", false));

        Assert.Equal("2-a 7-f†", await store.LeavesAsync());
    }

    [Fact]
    public async Task A_known_revision_changes_nothing_not_even_the_feed()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        Assert.Equal([true, false], await store.GraftAsync(("3-c 2-b 1-a", false), ("3-c 2-b 1-a", false)));
        Assert.Equal([false], await store.GraftAsync(("2-b 1-a", false)));

        var feed = await store.SendAsync(new ReadChanges(StoreFixture.Relay, LocalSequence.Start, 10));
        Assert.Equal(1, feed.LastSequence.Value);
        Assert.Equal("3-c", await store.LeavesAsync());
    }

    [Fact]
    public async Task A_root_that_history_was_cut_off_from_gets_its_parent_when_a_longer_path_arrives()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.GraftAsync(("3-c 2-b", false), ("1-a", false), ("3-d 2-b 1-a", false));

        Assert.Equal("3-d 3-c", await store.LeavesAsync());
        var stored = Assert.Single(await store.SendAsync(new ReadRevisions(StoreFixture.Relay, [new WantedRevision(new DocumentId("d"), StoreFixture.Rev("3-c"))], 10)));
        Assert.Equal(["3-c", "2-b", "1-a"], stored.Path.Revisions().Select(StoreFixture.Short));
    }

    [Fact]
    public async Task Latest_gives_the_leaves_that_grew_out_of_a_revision()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.GraftAsync(("3-c 2-b 1-a", false), ("3-d 2-b 1-a", true), ("2-e 1-a", false));

        var read = await store.SendAsync(new ReadRevisions(StoreFixture.Relay, [new WantedRevision(new DocumentId("d"), StoreFixture.Rev("2-b")) { Latest = true }], 2));

        Assert.Equal(["3-c", "3-d"], read.Select(one => StoreFixture.Short(one.Revision)));
        Assert.Equal([false, true], read.Select(one => one.IsTombstone));
        Assert.Equal(2, read[0].Path.Hashes.Length);
    }

    [Fact]
    public async Task Revs_diff_names_what_lacks_and_leaves_that_could_be_ancestors()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.GraftAsync(("3-c 2-b 1-a", false));

        var missing = await store.SendAsync(new FindMissingRevisions(
            StoreFixture.Relay,
            [
                new RevisionOffer("d", [StoreFixture.Rev("2-b"), StoreFixture.Rev("4-d"), StoreFixture.Rev("2-e")]),
                new RevisionOffer("new", [StoreFixture.Rev("1-a")]),
                new RevisionOffer("d", [StoreFixture.Rev("3-c")]),
            ]));

        Assert.Equal(["d", "new"], missing.Select(one => one.RemoteId));
        Assert.Equal(["4-d", "2-e"], missing[0].Missing.Select(StoreFixture.Short));
        Assert.Equal(["3-c"], missing[0].PossibleAncestors.Select(StoreFixture.Short));
        Assert.Empty(missing[1].PossibleAncestors);
    }

    [Fact]
    public async Task A_document_appears_once_in_the_feed_under_its_latest_change()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        foreach (var id in new[] { "a", "b", "a" })
        {
            var parent = await store.SendAsync(new ListRelayDocuments(StoreFixture.Relay) { Keys = [id] });
            await store.SendAsync(new EditRelayDocument(StoreFixture.Relay, new DocumentId(id), parent.Rows[0].Winner, false, StoreFixture.Json("{}"), []));
        }

        var feed = await store.SendAsync(new ReadChanges(StoreFixture.Relay, LocalSequence.Start, 1) { CountPending = true });
        Assert.Equal(("b", 2L, (long?)1L), (feed.Rows[0].Id.Value, feed.LastSequence.Value, feed.Pending));

        feed = await store.SendAsync(new ReadChanges(StoreFixture.Relay, feed.LastSequence, 10));
        Assert.Equal(("a", 3L, true), (feed.Rows[0].Id.Value, feed.LastSequence.Value, feed.CaughtUp));

        var backwards = await store.SendAsync(new ReadChanges(StoreFixture.Relay, LocalSequence.Start, 10) { Descending = true });
        Assert.Equal(["a", "b"], backwards.Rows.Select(row => row.Id.Value));
    }

    /// <summary>
    /// <code>
    /// 1-a ── 2-b ── 3-c      2-f ── 3-d† (root cut off)      1-e
    ///            └─ 3-a†
    /// </code>
    /// </summary>
    [Fact]
    public void The_tree_does_not_depend_on_the_order_of_arrival()
    {
        (string, bool)[] grafts = [("1-a", false), ("2-b 1-a", false), ("3-c 2-b 1-a", false), ("3-a 2-b", true), ("2-f", false), ("3-d 2-f", true), ("1-e", false)];

        Gen.Shuffle(grafts).Sample(
            order => Task.Run(async () =>
            {
                await using var store = await StoreFixture.WithRelayAsync();
                await store.GraftAsync(order);
                var check = await store.SendAsync(new CheckStore());
                return await store.LeavesAsync() == "3-c 1-e 3-d† 3-a†" && check.All(finding => finding.Healthy);
            }).GetAwaiter().GetResult(),
            iter: 40,
            threads: 1);
    }
}
