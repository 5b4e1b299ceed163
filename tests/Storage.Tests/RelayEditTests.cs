using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

public sealed class RelayEditTests
{
    [Fact]
    public async Task The_same_edit_makes_the_same_revision_in_another_store()
    {
        await using var one = await StoreFixture.WithRelayAsync();
        await using var other = await StoreFixture.WithRelayAsync();

        Assert.Equal(await SavedAsync(one, null, """{"n":1}"""), await SavedAsync(other, null, """{"n":1}"""));
        await using var third = await StoreFixture.WithRelayAsync();
        Assert.NotEqual((await LeafAsync(one)).Revision, await SavedAsync(third, null, """{"n":2}"""));
    }

    [Fact]
    public async Task An_edit_needs_a_leaf_to_build_on()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        Assert.IsType<RelayEditOutcome.Conflict>(await EditAsync(store, StoreFixture.Rev("1-a")));
        var first = await SavedAsync(store, null);
        Assert.IsType<RelayEditOutcome.Conflict>(await EditAsync(store, null));
        var second = await SavedAsync(store, first);
        Assert.Equal(2, second.Generation);
        Assert.IsType<RelayEditOutcome.Conflict>(await EditAsync(store, first));
    }

    [Fact]
    public async Task A_deleted_document_is_written_again_without_a_parent_on_top_of_its_tombstone()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        var first = await SavedAsync(store, null);
        await SavedAsync(store, first, tombstone: true);
        Assert.True((await LeafAsync(store)).IsTombstone);
        Assert.IsType<RelayEditOutcome.Conflict>(await EditAsync(store, null, tombstone: true));

        Assert.Equal(3, (await SavedAsync(store, null)).Generation);
        var description = await store.SendAsync(new DescribeDatabase(StoreFixture.Relay));
        Assert.Equal((1L, 0L), (description!.Documents, description.DeletedDocuments));
    }

    [Fact]
    public async Task Documents_are_listed_in_the_binary_order_of_their_ids()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        foreach (var id in new[] { "b", "a", "B", "\uFF5E", "\U0001F600", "é", "gone" })
        {
            await store.SendAsync(new EditRelayDocument(StoreFixture.Relay, new DocumentId(id), null, id == "gone", StoreFixture.Json("{}"), []));
        }

        Assert.Equal(["B", "a", "b", "é", "\uFF5E", "\U0001F600"], await IdsAsync(store, new(StoreFixture.Relay)));
        Assert.Equal(["a", "b"], await IdsAsync(store, new(StoreFixture.Relay) { From = "a", To = "b" }));
        Assert.Equal(["a"], await IdsAsync(store, new(StoreFixture.Relay) { From = "a", To = "b", IncludeTo = false }));
        Assert.Equal(["b", "a"], await IdsAsync(store, new(StoreFixture.Relay) { From = "b", To = "a", Descending = true }));
        Assert.Equal(["b"], await IdsAsync(store, new(StoreFixture.Relay) { From = "b", To = "a", Descending = true, IncludeTo = false }));
        Assert.Equal(["a", "b"], await IdsAsync(store, new(StoreFixture.Relay) { Skip = 1, Limit = 2 }));

        var keys = await store.SendAsync(new ListRelayDocuments(StoreFixture.Relay) { Keys = ["b", "none", "gone"] });
        Assert.Equal(6, keys.Total);
        Assert.Equal([true, false, true], keys.Rows.Select(row => row.Winner is not null));
        Assert.True(keys.Rows[2].IsTombstone);
    }

    [Fact]
    public async Task A_local_document_is_guarded_by_its_version()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        Assert.Null(await store.SendAsync(new GetLocalDocument(StoreFixture.Relay, "c")));
        Assert.Equal(new(true, 1), await PutLocalAsync(store, "{}", null));
        Assert.Equal(new(false, 1), await PutLocalAsync(store, "{}", null));
        Assert.Equal(new(true, 2), await PutLocalAsync(store, """{"n":2}""", 1));
        Assert.Equal(new(false, 2), await PutLocalAsync(store, "{}", 1));
        Assert.Equal(new(true, 3), await PutLocalAsync(store, "{}", -1));
        Assert.Equal(new(false, 3), await PutLocalAsync(store, null, 2));
        Assert.Equal(new(true, 0), await PutLocalAsync(store, null, 3));
        Assert.Equal(new(false, 0), await PutLocalAsync(store, "{}", 3));
        Assert.Null(await store.SendAsync(new GetLocalDocument(StoreFixture.Relay, "c")));
        Assert.Empty((await store.SendAsync(new ReadChanges(StoreFixture.Relay, LocalSequence.Start, 10))).Rows);
    }

    [Fact]
    public async Task A_removed_database_is_gone_and_may_be_made_again()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await SavedAsync(store, null);
        var before = await store.SendAsync(new DescribeDatabase(StoreFixture.Relay));

        Assert.True(await store.SendAsync(new DeleteDatabase(StoreFixture.Relay)));
        Assert.False(await store.SendAsync(new DeleteDatabase(StoreFixture.Relay)));
        Assert.Null(await store.SendAsync(new DescribeDatabase(StoreFixture.Relay)));
        var wrong = await Assert.ThrowsAsync<StoreException>(() => EditAsync(store, null));
        Assert.Equal("StoreMissing", wrong.Code);

        Assert.True(await store.SendAsync(new CreateDatabase(StoreFixture.Relay, DatabaseKind.Relay)));
        Assert.False(await store.SendAsync(new CreateDatabase(StoreFixture.Relay, DatabaseKind.Relay)));
        var after = await store.SendAsync(new DescribeDatabase(StoreFixture.Relay));
        Assert.Equal(0, after!.Documents);
        Assert.NotEqual(before!.Instance, after.Instance);
        Assert.Equal(StoreFixture.Relay, Assert.Single(await store.SendAsync(new ListDatabases())));
    }

    private static async Task<IEnumerable<string>> IdsAsync(StoreFixture store, ListRelayDocuments request) => (await store.SendAsync(request)).Rows.Select(row => row.Id);

    private static Task<LocalDocumentOutcome> PutLocalAsync(StoreFixture store, string? json, long? expected) =>
        store.SendAsync(new PutLocalDocument(StoreFixture.Relay, "c", json is null ? null : StoreFixture.Json(json), expected));

    private static Task<RelayEditOutcome> EditAsync(StoreFixture store, Revision? parent, string json = "{}", bool tombstone = false) =>
        store.SendAsync(new EditRelayDocument(StoreFixture.Relay, new DocumentId("d"), parent, tombstone, StoreFixture.Json(json), []));

    private static async Task<Revision> SavedAsync(StoreFixture store, Revision? parent, string json = "{}", bool tombstone = false) =>
        Assert.IsType<RelayEditOutcome.Saved>(await EditAsync(store, parent, json, tombstone)).Revision;

    private static async Task<LeafRow> LeafAsync(StoreFixture store) =>
        Assert.Single(Assert.Single((await store.SendAsync(new ReadChanges(StoreFixture.Relay, LocalSequence.Start, 10))).Rows).Leaves);
}
