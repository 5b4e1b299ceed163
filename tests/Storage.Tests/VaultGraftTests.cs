using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using CsCheck;

namespace Aurix.Platform.Tests;

public sealed class VaultGraftTests
{
    [Fact]
    public async Task A_grafted_edit_is_shown_and_rings_no_conflict()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var other = new Device(0xb);
        var first = other.Edit("1");
        var second = other.Edit("2", first);

        var outcomes = await GraftAsync(store, first.Graft(), second.Graft(), second.Graft());

        Assert.Equal([true, true, false], outcomes.Select(outcome => outcome.Added));
        Assert.Equal("2", (await store.GetAsync("d")).Body.Content.ToText());
        Assert.Empty(await store.SendAsync(new ListUnnormalised(10)));
        Assert.Equal(2, Assert.Single(store.Harness.Published.OfType<DocumentsChanged>()).Sequence.Value);
    }

    [Fact]
    public async Task Two_heads_are_put_on_the_list_for_Conflict()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var (one, other) = (new Device(0xa), new Device(0xb));
        var root = one.Edit("0");

        var outcomes = await GraftAsync(store, root.Graft(), one.Edit("1", root).Graft(), other.Edit("2", root).Graft());

        Assert.Equal([false, false, true], outcomes.Select(outcome => outcome.NeedsNormalisation));
        var tree = await store.SendAsync(new ReadTree(new("d")));
        Assert.Equal(3, tree!.Nodes.Length);
        Assert.Equal(2, tree.Leaves.Count());
        Assert.Empty(tree.Collisions);
    }

    [Fact]
    public async Task A_servers_lie_about_ancestors_does_not_hide_a_leaf_whose_edits_are_not_contained()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var (one, other) = (new Device(0xa), new Device(0xb));
        var ours = one.Edit("\"ours\"");
        var (hidden, theirs) = (other.Edit("1"), other);
        var second = theirs.Edit("2", hidden);
        var third = theirs.Edit("3", second);
        await GraftAsync(store, ours.Graft());

        // True is 3 on 2 on hidden; the server says 3 on 2 on ours.
        await GraftAsync(store, third.Graft(second.Revision, ours.Revision));

        Assert.Equal(2, (await store.GetAsync("d")).Heads);
        Assert.Equal("ours", (await store.GetAsync("d", ours.Revision)).Body.Content.ToText().Trim('"'));
        Assert.Equal(2, (await store.SendAsync(new ReadTree(new("d"))))!.Leaves.Count());
    }

    [Fact]
    public async Task An_ancestor_whose_edits_are_contained_is_believed()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var device = new Device(0xb);
        var first = device.Edit("1");
        var second = device.Edit("2", first);
        var third = device.Edit("3", second);

        await GraftAsync(store, first.Graft(), third.Graft(second.Revision, first.Revision));

        Assert.Equal(1, (await store.GetAsync("d")).Heads);
        Assert.Equal([third.Revision, second.Revision, first.Revision], (await store.SendAsync(new ReadHistory(new("d")))).Select(entry => entry.Revision));
        Assert.Equal(new GetOutcome.Compacted(), await store.SendAsync(new GetDocument(new("d"), second.Revision)));
    }

    [Fact]
    public async Task A_lie_that_came_before_the_leaf_is_found_out_when_the_leaf_arrives()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var (one, other) = (new Device(0xa), new Device(0xb));
        var ours = one.Edit("\"ours\"");
        var second = other.Edit("2", other.Edit("1"));
        var third = other.Edit("3", second);
        await GraftAsync(store, third.Graft(second.Revision, ours.Revision));

        // The name is known and yet asked for: only its body shows where it belongs.
        Assert.Single(await store.SendAsync(new FindMissingRevisions(DatabaseName.Vault, [new RevisionOffer(ours.RemoteId, [ours.Revision])])));
        await GraftAsync(store, ours.Graft());

        Assert.Equal(2, (await store.GetAsync("d")).Heads);
        Assert.All(await store.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));
    }

    [Fact]
    public async Task The_body_of_a_true_ancestor_is_kept_when_it_arrives_late()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var device = new Device(0xb);
        var first = device.Edit("1");
        var second = device.Edit("2", first);
        var third = device.Edit("3", second);

        await GraftAsync(store, third.Graft(second.Revision, first.Revision), first.Graft(), second.Graft());

        Assert.Equal(1, (await store.GetAsync("d")).Heads);
        Assert.Equal("1", (await store.GetAsync("d", first.Revision)).Body.Content.ToText());
        Assert.Equal([3, 2, 1], (await store.SendAsync(new ReadHistory(new("d")))).Select(entry => entry.Revision.Generation));
    }

    [Fact]
    public async Task A_park_stands_for_the_edits_of_what_it_keeps()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var (one, other) = (new Device(0xa), new Device(0xb));
        var (winner, loser) = (one.Edit("1"), other.Edit("2"));
        await GraftAsync(store, winner.Graft(), Device.Park(loser).Graft(loser.Revision));

        var found = await store.GetAsync("d", loser.Revision);
        Assert.Equal(("2", 1), (found.Body.Content.ToText(), found.Heads));
        Assert.Equal("2", (await store.GetAsync("d", Device.Park(loser).Revision)).Body.Content.ToText());

        // A liar names the park as an ancestor of an edit that does not contain what it keeps.
        var middle = one.Edit("3", winner);
        var third = one.Edit("4", middle);
        await GraftAsync(store, Lift(third).Graft(Lift(middle).Revision, Device.Park(loser).Revision));
        Assert.Contains((await store.SendAsync(new ReadTree(new("d"))))!.Leaves, leaf => leaf.Revision == Device.Park(loser).Revision);

        static Made Lift(Made made) => made with
        {
            Revision = made.Revision with { Generation = made.Revision.Generation + 1 },
            Parent = made.Parent!.Value with { Generation = made.Parent.Value.Generation + 1 },
        };
    }

    [Fact]
    public async Task One_edit_with_two_revisions_is_a_collision()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var device = new Device(0xb);
        await GraftAsync(store, device.Edit("1", number: 1).Graft(), device.Edit("2", number: 1).Graft());

        Assert.Equal("000000000000000b:1", Assert.Single((await store.SendAsync(new ReadTree(new("d"))))!.Collisions).ToString());
    }

    [Fact]
    public async Task Edits_of_this_device_that_it_does_not_know_make_it_count_under_a_new_actor()
    {
        var store = await StoreFixture.WithVaultAsync();
        await store.PutAsync("other", "1");
        var mine = (await store.GetAsync("other")).Body.Dot!.Value.Actor;
        var clone = new Device(mine.Value);
        await GraftAsync(store, clone.Edit("1", number: 7).Graft());

        await store.PutAsync("other", "2", (await store.GetAsync("other")).Revision);
        var body = (await store.GetAsync("other")).Body;
        Assert.NotEqual(mine, body.Dot!.Value.Actor);
        Assert.Equal(1, body.Dot.Value.Number);

        // The marker went along: a restart changes nothing more.
        await using var reopened = await store.ReopenAsync();
        await reopened.PutAsync("other", "3", (await reopened.GetAsync("other")).Revision);
        Assert.Equal(new Dot(body.Dot.Value.Actor, 2), (await reopened.GetAsync("other")).Body.Dot);
    }

    [Fact]
    public async Task A_restored_database_counts_under_a_new_actor()
    {
        var store = await StoreFixture.WithVaultAsync();
        await store.PutAsync("a", "1");
        var before = (await store.GetAsync("a")).Body.Dot!.Value.Actor;
        await store.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(store.Folder, "vault.actor"), "00000000000000ff");

        await using var reopened = await StoreFixture.OpenAsync(store.Harness.DataDirectory, store.Time);
        await reopened.PutAsync("b", "1");
        var after = (await reopened.GetAsync("b")).Body.Dot!.Value.Actor;
        Assert.NotEqual(before, after);
        Assert.Equal(after.ToString(), await File.ReadAllTextAsync(Path.Combine(store.Folder, "vault.actor")));
    }

    [Theory]
    [InlineData(1_700_000_300_000, 1_700_000_300_000, 1)] // five minutes ahead is believed
    [InlineData(1_700_000_300_001, 1_700_000_000_000, 0)] // more is not
    public async Task A_clock_far_ahead_infects_only_the_documents_it_wrote(long theirs, long milliseconds, int counter)
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var ahead = new Device(0xb).Edit("1", milliseconds: theirs);
        await GraftAsync(store, ahead.Graft());

        await store.PutAsync("untouched", "1");
        var stamp = (await store.GetAsync("untouched")).Body.Stamp;
        Assert.Equal((milliseconds, counter), (stamp.Milliseconds, stamp.Counter));

        await store.PutAsync("d", "2", ahead.Revision);
        Assert.True((await store.GetAsync("d")).Body.Stamp.CompareTo(ahead.Body.Stamp) > 0);
    }

    [Fact]
    public void Any_order_of_arrival_gives_the_same_leaves()
    {
        var (one, other) = (new Device(0xa), new Device(0xb));
        var root = one.Edit("0");
        var left = one.Edit("1", root);
        var right = other.Edit("2", root);
        var further = other.Edit("3", right);
        Graft[] grafts = [root.Graft(), left.Graft(), right.Graft(), further.Graft(right.Revision, root.Revision), Device.Park(left).Graft(left.Revision, root.Revision)];

        Gen.Shuffle(grafts).Sample(
            order => Task.Run(async () =>
            {
                await using var store = await StoreFixture.WithVaultAsync();
                await GraftAsync(store, order);
                var tree = await store.SendAsync(new ReadTree(new("d")));
                return tree!.Nodes.Length == 5
                    && tree.Nodes.All(node => node.Body is not null)
                    && tree.Leaves.Select(leaf => leaf.Revision).SequenceEqual(new[] { further.Revision, Device.Park(left).Revision }.Order())
                    && (await store.GetAsync("d")).Revision == further.Revision;
            }).GetAwaiter().GetResult(),
            iter: 40,
            threads: 1);
    }

    private static Task<ImmutableArray<GraftOutcome>> GraftAsync(StoreFixture store, params Graft[] grafts) =>
        store.SendAsync(new GraftRevisions(DatabaseName.Vault, [.. grafts]));
}
