using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

public sealed class CompactionTests
{
    private static readonly DocumentId Id = new("d");

    [Fact]
    public async Task A_body_goes_when_it_is_old_and_no_near_ancestor_of_a_leaf_and_its_name_stays()
    {
        await using var store = await EditedAsync(12);
        Assert.Equal(0, (await CompactAsync(store)).Dropped);

        store.Time.Advance(TimeSpan.FromDays(31));
        var report = await CompactAsync(store);

        // 12 edits: a leaf, its 8 nearest ancestors, and 3 older ones.
        Assert.Equal((3, 8), (report.Dropped, report.Kept));
        var history = await store.SendAsync(new ReadHistory(Id));
        Assert.Equal(12, history.Length);
        Assert.Equal([9, 3], new[] { history.Count(entry => entry.Body is not null), history.Count(entry => entry.Body is null) });
        Assert.IsType<GetOutcome.Compacted>(await store.SendAsync(new GetDocument(Id, history[^1].Revision)));
        Assert.Equal("11", (await store.GetAsync("d", history[1].Revision)).Body.Content.ToText());
        await HealthyAsync(store);
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_drops_nothing()
    {
        await using var store = await EditedAsync(12);
        store.Time.Advance(TimeSpan.FromDays(31));

        var told = await store.SendAsync(new CompactDatabase(DatabaseName.Vault) { DryRun = true });

        Assert.DoesNotContain(await store.SendAsync(new ReadHistory(Id)), entry => entry.Body is null);
        Assert.Equal(told, await CompactAsync(store));
    }

    [Fact]
    public async Task What_a_server_has_not_got_yet_waits_until_it_has()
    {
        await using var store = await EditedAsync(12);
        store.Time.Advance(TimeSpan.FromDays(31));
        await store.SendAsync(new NoteSynced("server", new LocalSequence(11)));
        Assert.Equal(0, (await CompactAsync(store)).Dropped);

        await store.SendAsync(new NoteSynced("server", new LocalSequence(12)));
        await store.SendAsync(new NoteSynced("slow server", new LocalSequence(0)));
        Assert.Equal(0, (await CompactAsync(store)).Dropped);

        Assert.False(await store.SendAsync(new ForgetSynced { Remote = "nobody" }));
        Assert.Equal(0, (await CompactAsync(store)).Dropped);

        Assert.True(await store.SendAsync(new ForgetSynced { Remote = "slow server" }));
        Assert.Equal(3, (await CompactAsync(store)).Dropped);
    }

    [Fact]
    public async Task Of_a_document_that_is_not_resolved_nothing_goes()
    {
        await using var store = await EditedAsync(12);
        var parent = (await store.SendAsync(new ReadHistory(Id)))[1].Revision;
        await store.PutAsync("d", "\"branch\"", parent, allowBranch: true);
        store.Time.Advance(TimeSpan.FromDays(31));

        Assert.Equal(0, (await CompactAsync(store)).Dropped);
    }

    [Fact]
    public async Task A_deleted_document_can_be_brought_back_until_the_trash_is_emptied()
    {
        await using var store = await EditedAsync(3);
        var shown = (await store.GetAsync("d")).Revision;
        await store.SendAsync(new DeleteDocument(Id, shown));

        store.Time.Advance(TimeSpan.FromDays(89));
        Assert.Equal(0, (await CompactAsync(store)).Dropped);
        Assert.Equal("3", (await store.GetAsync("d", shown)).Body.Content.ToText());

        store.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(3, (await CompactAsync(store)).Dropped);
        Assert.True((await store.GetAsync("d")).Body.Deleted);
        Assert.IsType<GetOutcome.Compacted>(await store.SendAsync(new GetDocument(Id, shown)));
        await HealthyAsync(store);
    }

    [Fact]
    public async Task A_journal_over_its_size_loses_its_oldest_first_however_young_they_are()
    {
        await using var store = await StoreFixture.OpenAsync(settings: new() { ["historyMegabytes"] = "1" });
        await store.SendAsync(new InitialiseVault(StoreFixture.Vault));
        var large = new string('x', 100_000);
        Revision? parent = null;
        foreach (var number in Enumerable.Range(0, 30))
        {
            parent = await store.PutAsync("d", $"\"{large}{number}\"", parent);
            store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var report = await CompactAsync(store);

        Assert.InRange(report.KeptBytes, 900_000, 1_000_000);
        var bodies = (await store.SendAsync(new ReadHistory(Id))).Select(entry => entry.Body is not null).ToList();
        Assert.Equal(bodies.OrderDescending(), bodies);
    }

    [Fact]
    public async Task Names_far_above_every_leaf_go_once_their_bodies_have_gone()
    {
        await using var store = await EditedAsync(30);
        store.Query("UPDATE meta SET revs_limit = 20");
        store.Time.Advance(TimeSpan.FromDays(31));

        await CompactAsync(store);

        // 9 bodies: the leaf and its 8 nearest ancestors; 20 names of 30.
        var history = await store.SendAsync(new ReadHistory(Id));
        Assert.Equal((20, 9), (history.Length, history.Count(entry => entry.Body is not null)));
        await HealthyAsync(store);
    }

    [Fact]
    public async Task A_relay_keeps_no_superseded_body_and_every_tombstone()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.GraftAsync(("1-a", false), ("2-b 1-a", false), ("3-c 2-b 1-a", true), ("2-d 1-a", false));

        var report = await store.SendAsync(new CompactDatabase(StoreFixture.Relay));

        Assert.Equal((2, 0), (report.Dropped, report.Kept));
        Assert.Equal("2-d 3-c†", await store.LeavesAsync());
        var leaves = await store.SendAsync(new ReadRevisions(StoreFixture.Relay, [new WantedRevision(Id, null)], 10));
        Assert.All(leaves, leaf => Assert.NotNull(leaf.Body));
        await HealthyAsync(store);
    }

    [Fact]
    public async Task Files_that_only_a_dropped_body_named_are_named_no_more()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var upload = await store.SendAsync(new BeginBlob(DatabaseName.Vault));
        await store.SendAsync(new AppendBlob(DatabaseName.Vault, upload, new byte[1000]));
        var file = await store.SendAsync(new FinishBlob(DatabaseName.Vault, upload));
        var put = new PutDocument(Id, CanonicalJson.Parse("1"), null) { Attach = new[] { file }.ToImmutableDictionary(_ => "f", one => new NewAttachment(one.Reference!, "a/b")) };
        var revision = Assert.IsType<PutOutcome.Saved>(await store.SendAsync(put)).Revision;
        await store.SendAsync(new DeleteDocument(Id, revision));
        store.Time.Advance(TimeSpan.FromDays(91));

        await CompactAsync(store);

        Assert.Equal(0L, store.Query("SELECT count(*) FROM rev_blobs"));
    }

    /// <summary>Document <c>d</c> with as many edits, a minute apart; each says its number.</summary>
    private static async Task<StoreFixture> EditedAsync(int edits)
    {
        var store = await StoreFixture.WithVaultAsync();
        Revision? parent = null;
        for (var number = 1; number <= edits; number++)
        {
            parent = await store.PutAsync("d", $"{number}", parent);
            store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        return store;
    }

    private static Task<CompactionReport> CompactAsync(StoreFixture store) => store.SendAsync(new CompactDatabase(DatabaseName.Vault));

    private static async Task HealthyAsync(StoreFixture store) =>
        Assert.All(await store.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));
}
