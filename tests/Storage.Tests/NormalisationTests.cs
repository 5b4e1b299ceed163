using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

public sealed class NormalisationTests
{
    private static readonly DocumentId Id = new("d");

    [Fact]
    public async Task Merge_and_parks_are_written_together_and_the_list_is_cleared()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var (winner, loser) = await TwoHeadsAsync(store);
        var merge = MergeOf(winner, loser);

        var committed = Assert.IsType<NormalisationOutcome.Committed>(await CommitAsync(
            store,
            [winner, loser],
            new TreeAddition(loser.Revision, true, Device.ParkOf(loser)),
            new TreeAddition(winner.Revision, false, merge)));

        Assert.Equal([Device.Park(loser).Revision, Device.Make(winner.Revision, false, merge).Revision], committed.Added.ToArray());
        var found = await store.GetAsync("d");
        Assert.Equal((committed.Added[1], 1), (found.Revision, found.Heads));
        Assert.Empty(await store.SendAsync(new ListUnnormalised(10)));
        Assert.Equal(1, Assert.Single(await store.SendAsync(new ListDocuments(null, 10))).Parked);
        Assert.Equal("\"two\"", (await store.GetAsync("d", loser.Revision)).Body.Content.ToText());
    }

    [Fact]
    public async Task A_decision_on_other_leaves_than_those_that_are_there_is_not_written()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var (winner, loser) = await TwoHeadsAsync(store);

        Assert.IsType<NormalisationOutcome.LeavesChanged>(await CommitAsync(store, [winner], new TreeAddition(winner.Revision, false, MergeOf(winner, loser))));

        Assert.Equal(2, (await store.GetAsync("d")).Heads);
        Assert.Single(await store.SendAsync(new ListUnnormalised(10)));
    }

    [Fact]
    public async Task The_list_goes_on_behind_documents_that_have_to_wait()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        foreach (var id in new[] { "b", "a", "c" })
        {
            var first = await store.PutAsync(id, "1");
            await store.PutAsync(id, "2", first);
            await store.PutAsync(id, "3", first, allowBranch: true);
        }

        var page = await store.SendAsync(new ListUnnormalised(2));
        Assert.Equal(["a", "b"], page.Select(id => id.Value));
        Assert.Equal(["c"], (await store.SendAsync(new ListUnnormalised(2) { After = page[^1] })).Select(id => id.Value));
    }

    [Fact]
    public async Task A_decision_that_another_device_made_too_is_the_same_revision()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var (winner, loser) = await TwoHeadsAsync(store);
        var merge = Device.Make(winner.Revision, false, MergeOf(winner, loser));
        await store.SendAsync(new GraftRevisions(DatabaseName.Vault, [merge.Graft()]));

        var committed = Assert.IsType<NormalisationOutcome.Committed>(await CommitAsync(
            store,
            [merge, loser],
            new TreeAddition(winner.Revision, false, merge.Body)));

        Assert.Equal(merge.Revision, Assert.Single(committed.Added));
        Assert.Equal(3, (await store.SendAsync(new ReadHistory(Id))).Length);
    }

    [Fact]
    public async Task What_is_not_settled_stays_on_the_list_over_a_restart()
    {
        var store = await StoreFixture.WithVaultAsync();
        var (winner, loser) = await TwoHeadsAsync(store);
        await store.SendAsync(new CommitNormalisation(Id, Ascending(winner, loser), [], Settled: false));

        await using var reopened = await store.ReopenAsync();
        Assert.Equal("d", Assert.Single(await reopened.SendAsync(new ListUnnormalised(10))).Value);
    }

    private static async Task<(Made Winner, Made Loser)> TwoHeadsAsync(StoreFixture store)
    {
        var (one, other) = (new Device(0xa).Edit("\"one\""), new Device(0xb).Edit("\"two\""));
        await store.SendAsync(new GraftRevisions(DatabaseName.Vault, [one.Graft(), other.Graft()]));
        return (one, other);
    }

    private static DocumentBody MergeOf(Made winner, Made loser) => new()
    {
        Id = Id,
        Type = DocumentType.Default,
        Kind = DocumentBodyKind.Merge,
        Causes = winner.Body.Causes.Union(loser.Body.Causes),
        Stamp = winner.Body.Stamp,
        Parents = Ascending(winner, loser),
        Content = CanonicalJson.Parse("\"both\""),
        Merge = new MergeProvenance("aurix.lww", 1, 0, "", null, BaseQuality.Exact, false),
    };

    private static ImmutableArray<Revision> Ascending(params Made[] made) => [.. made.Select(one => one.Revision).Order()];

    private static Task<NormalisationOutcome> CommitAsync(StoreFixture store, Made[] leaves, params TreeAddition[] additions) =>
        store.SendAsync(new CommitNormalisation(Id, Ascending(leaves), [.. additions], Settled: true));
}
