using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Storage.Fields;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Tests;

public sealed class ChangeFeedTests
{
    private static readonly DocumentType Note = new("note");
    private static readonly DocumentType Talk = new("talk");

    [Fact]
    public async Task A_vaults_feed_is_filtered_by_types_ids_and_fields()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        await PutAsync(store, "a", Note, """{"n":1,"tags":["red"]}""");
        await PutAsync(store, "b", Talk, """{"n":2,"tags":["red","blue"]}""");
        await PutAsync(store, "c", Note, """{"n":3}""");
        var feed = new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 10);

        Assert.Equal("a c", await IdsAsync(store, feed with { Types = [Note] }));
        Assert.Equal("a b c", await IdsAsync(store, feed with { Types = [Note, Talk] }));
        Assert.Equal("b c", await IdsAsync(store, feed with { Only = Ids("c", "b", "nobody") }));
        Assert.Equal("", await IdsAsync(store, feed with { Only = [] }));
        Assert.Equal("b c", await IdsAsync(store, feed with { Where = [Where("n", FieldComparison.Greater, "1")] }));
        Assert.Equal("b", await IdsAsync(store, feed with { Where = [Where("n", FieldComparison.Greater, "1"), Where("tags[]", FieldComparison.Equal, "\"red\"")] }));
        Assert.Equal("c", await IdsAsync(store, feed with { Types = [Note], Only = Ids("b", "c"), Where = [Where("n", FieldComparison.Exists, "true")] }));
        Assert.Equal("c a", await IdsAsync(store, feed with { Types = [Note], Descending = true }));
    }

    [Fact]
    public async Task What_a_park_keeps_is_what_a_filter_sees()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var device = new Device(1);
        var loser = device.Edit("""{"n":1}""");
        var park = Device.Park(loser);
        await store.SendAsync(new GraftRevisions(DatabaseName.Vault, [loser.Graft(), park.Graft()]));

        Assert.Equal("d", await IdsAsync(store, new(DatabaseName.Vault, LocalSequence.Start, 10) { Where = [Where("n", FieldComparison.Equal, "1")] }));
    }

    [Fact]
    public async Task A_relays_feed_is_filtered_by_ids_and_fields_and_has_no_types()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await EditAsync(store, "a", """{"n":1}""");
        await EditAsync(store, "b", """{"n":2}""");
        await EditAsync(store, "gone", """{"n":2}""", tombstone: true);
        var feed = new ReadChanges(StoreFixture.Relay, LocalSequence.Start, 10);

        Assert.Equal("b", await IdsAsync(store, feed with { Only = Ids("b") }));
        Assert.Equal("b gone", await IdsAsync(store, feed with { Where = [Where("n", FieldComparison.Equal, "2")] }));
        Assert.Equal("NotAVault", (await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(feed with { Types = [Note] }))).Code);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2000)] // more ids than are looked up one by one
    public async Task Pages_of_an_id_set_go_on_where_they_ended(int ids)
    {
        await using var store = await StoreFixture.WithRelayAsync();
        foreach (var id in new[] { "c", "x", "a", "b", "x" })
        {
            await EditAsync(store, id, "{}");
        }

        var feed = new ReadChanges(StoreFixture.Relay, LocalSequence.Start, 2) { Only = Ids([.. Enumerable.Range(0, ids - 3).Select(n => $"n{n}"), "a", "b", "c"]) };
        var first = await store.SendAsync(feed with { CountPending = true });
        Assert.Equal(("c a", false, (long?)1), (Text(first), first.CaughtUp, first.Pending));

        var rest = await store.SendAsync(feed with { Since = first.LastSequence, CountPending = true });
        Assert.Equal(("b", true, (long?)0), (Text(rest), rest.CaughtUp, rest.Pending));
        Assert.Equal(5, rest.LastSequence.Value);
    }

    [Fact]
    public async Task A_rare_filter_stops_after_so_many_rows_and_says_that_there_is_more()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        const int Before = ChangeFeed.MostLookedAt;
        await store.SendAsync(new GraftRevisions(
            StoreFixture.Relay,
            [.. Enumerable.Range(0, Before + 1).Select(n => new Graft(new DocumentId($"d{n}"), null, StoreFixture.PathOf("1-a"), false, StoreFixture.Json($$"""{"last":{{(n == Before ? "true" : "false")}}}"""), []))]));
        var feed = new ReadChanges(StoreFixture.Relay, LocalSequence.Start, 10) { Where = [Where("last", FieldComparison.Equal, "true")] };

        var nothing = await store.SendAsync(feed);
        Assert.Equal(("", false, (long)Before), (Text(nothing), nothing.CaughtUp, nothing.LastSequence.Value));

        var found = await store.SendAsync(feed with { Since = nothing.LastSequence });
        Assert.Equal(($"d{Before}", true), (Text(found), found.CaughtUp));
    }

    [Fact]
    public async Task A_page_that_ends_exactly_with_the_feed_knows_it()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await EditAsync(store, "a", "{}");
        await EditAsync(store, "b", "{}");

        var page = await store.SendAsync(new ReadChanges(StoreFixture.Relay, LocalSequence.Start, 2));
        Assert.Equal((2, true, null), (page.Rows.Length, page.CaughtUp, page.Pending));
        Assert.Equal(7, (await store.SendAsync(new ReadChanges(StoreFixture.Relay, new LocalSequence(7), 2))).LastSequence.Value);
    }

    [Fact]
    public async Task A_feed_from_the_newest_down_is_read_in_pages_too()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        foreach (var id in new[] { "a", "b", "c", "d", "e" })
        {
            await EditAsync(store, id, "{}");
        }

        var feed = new ReadChanges(StoreFixture.Relay, new LocalSequence(1), 2) { Descending = true, CountPending = true };
        var first = await store.SendAsync(feed);
        Assert.Equal(("e d", false, (long?)2), (Text(first), first.CaughtUp, first.Pending));
        var second = await store.SendAsync(feed with { Before = first.LastSequence });
        Assert.Equal(("c b", true, (long?)0), (Text(second), second.CaughtUp, second.Pending));
        await Assert.ThrowsAsync<ArgumentException>(() => store.SendAsync(feed with { Descending = false, Before = new LocalSequence(3) }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_pages_while_others_write_loses_no_document_and_sees_no_change_twice(bool filtered)
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var n = 0; n < 60; n++)
            {
                await EditAsync(store, $"w{writer}-{n % 20}", $$"""{"even":{{(n % 2 == 0 ? "true" : "false")}},"n":{{n}}}""");
            }
        })));
        var feed = new ReadChanges(StoreFixture.Relay, LocalSequence.Start, 7) { Where = filtered ? [Where("even", FieldComparison.Equal, "true")] : [] };
        var seen = new HashSet<LocalSequence>();
        var latest = new Dictionary<DocumentId, Revision>();
        while (true)
        {
            var done = writing.IsCompleted;
            var page = await store.SendAsync(feed);
            foreach (var row in page.Rows)
            {
                Assert.True(seen.Add(row.Sequence), "the same change twice");
                latest[row.Id] = row.Winner;
            }

            Assert.True(page.LastSequence.CompareTo(feed.Since) >= 0, "the feed went back");
            feed = feed with { Since = page.LastSequence };
            if (done && page.CaughtUp)
            {
                break;
            }
        }

        await writing;
        var whole = await store.SendAsync(new ReadChanges(StoreFixture.Relay, LocalSequence.Start, 1000) { Where = feed.Where });
        Assert.Equal(filtered ? 40 : 80, whole.Rows.Length);
        Assert.All(whole.Rows, row => Assert.Equal(row.Winner, latest[row.Id]));
    }

    private static async Task<string> IdsAsync(StoreFixture store, ReadChanges request) => Text(await store.SendAsync(request));

    private static string Text(ChangesBatch batch) => string.Join(' ', batch.Rows.Select(row => row.Id));

    private static ImmutableHashSet<DocumentId> Ids(params string[] ids) => [.. ids.Select(id => new DocumentId(id))];

    private static FieldCondition Where(string path, FieldComparison comparison, string value) => new(FieldPath.Parse(path), comparison, CanonicalJson.Parse(value));

    private static Task<PutOutcome> PutAsync(StoreFixture store, string id, DocumentType type, string json) =>
        store.SendAsync(new PutDocument(new DocumentId(id), CanonicalJson.Parse(json), null) { Type = type });

    private static async Task EditAsync(StoreFixture store, string id, string json, bool tombstone = false)
    {
        var there = (await store.SendAsync(new ListRelayDocuments(StoreFixture.Relay) { Keys = [id] })).Rows[0].Winner;
        Assert.IsType<RelayEditOutcome.Saved>(await store.SendAsync(new EditRelayDocument(StoreFixture.Relay, new DocumentId(id), there, tombstone, StoreFixture.Json(json), [])));
    }
}
