using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Tests.Trees;

public sealed class StemmingTests
{
    [Theory]
    [InlineData(3, "5-e 4-d 3-c 2-b 1-a", null, "3-c 4-d 5-e")]
    [InlineData(5, "5-e 4-d 3-c 2-b 1-a", null, "1-a 2-b 3-c 4-d 5-e")]
    [InlineData(1, "5-e 4-d 3-c 2-b 1-a", null, "5-e")]
    [InlineData(3, "2-f 1-a", "5-e 4-d 3-c 2-b 1-a", "1-a 2-f 3-c 4-d 5-e")] // 2-f keeps 1-a; nothing keeps 2-b
    public async Task A_revision_stays_while_a_leaf_is_near_enough_below_it(int limit, string one, string? other, string known)
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.SendAsync(new SetRevisionsLimit(StoreFixture.Relay, limit));
        await store.GraftAsync((one, false));
        if (other is not null)
        {
            await store.GraftAsync((other, false));
        }

        Assert.Equal(known, await KnownAsync(store, "1-a 2-b 2-f 3-c 4-d 5-e"));
    }

    /// <summary>
    /// <code>
    /// limit 3   1-a ── 2-b ── 3-c ── 4-d      1-a is too far above 4-d and stays for 2-f. PouchDB takes 2-b off it, CouchDB does not.
    ///               └─ 2-f
    /// </code>
    /// </summary>
    [Fact]
    public async Task An_edge_stays_when_both_its_ends_do()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.SendAsync(new SetRevisionsLimit(StoreFixture.Relay, 3));
        await store.GraftAsync(("2-f 1-a", false));
        await store.GraftAsync(("4-d 3-c 2-b 1-a", false));
        await store.GraftAsync(("3-e 2-b", false));
        await store.GraftAsync(("5-2 4-1 3-0 2-f", false));

        Assert.Equal("1-a 2-b 3-c 4-d 3-e 3-0 4-1 5-2", await KnownAsync(store, "1-a 2-b 3-c 4-d 3-e 2-f 3-0 4-1 5-2"));
        var stored = Assert.Single(await store.SendAsync(new ReadRevisions(StoreFixture.Relay, [new WantedRevision(new DocumentId("d"), StoreFixture.Rev("3-e"))], 10)));
        Assert.Equal(["3-e", "2-b", "1-a"], stored.Path.Revisions().Select(StoreFixture.Short));
    }

    [Fact]
    public async Task Paths_of_one_batch_are_joined_before_they_are_cut()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.SendAsync(new SetRevisionsLimit(StoreFixture.Relay, 2));
        await store.GraftAsync(("4-d 3-c 2-b 1-a", false), ("2-f 1-a", false), ("3-0 2-b", false));

        Assert.Equal("1-a 2-b 2-f 3-c 3-0 4-d", await KnownAsync(store, "1-a 2-b 2-f 3-c 3-0 4-d"));
    }

    [Fact]
    public async Task A_lower_limit_cuts_a_document_when_it_next_changes_and_leaves_nothing_dangling()
    {
        var store = await StoreFixture.WithRelayAsync();
        await store.GraftAsync(("1-a", false), ("2-b 1-a", false), ("3-c 2-b", false), ("4-d 3-c", true));
        Assert.Equal(1000, (await store.SendAsync(new DescribeDatabase(StoreFixture.Relay)))!.RevisionsLimit);

        await store.SendAsync(new SetRevisionsLimit(StoreFixture.Relay, 2));
        Assert.Equal("1-a 2-b 3-c 4-d", await KnownAsync(store, "1-a 2-b 3-c 4-d"));

        await store.GraftAsync(("1-e", false)); // not deep itself
        Assert.Equal("1-e 3-c 4-d", await KnownAsync(store, "1-a 1-e 2-b 3-c 4-d"));
        Assert.Equal("1-e 4-d†", await store.LeavesAsync());
        Assert.All(await store.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));

        await using var reopened = await store.ReopenAsync();
        Assert.Equal(2, (await reopened.SendAsync(new DescribeDatabase(StoreFixture.Relay)))!.RevisionsLimit);
    }

    [Fact]
    public async Task What_was_cut_off_is_missing_again_and_comes_back_as_a_branch()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.SendAsync(new SetRevisionsLimit(StoreFixture.Relay, 2));
        await store.GraftAsync(("4-d 3-c 2-b 1-a", false));

        Assert.Equal([true], await store.GraftAsync(("2-b 1-a", false)));
        Assert.Equal("4-d 2-b", await store.LeavesAsync());
    }

    [Fact]
    public async Task A_branch_that_began_in_the_middle_gets_its_past_from_a_path_that_runs_along_it()
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.GraftAsync(("4-d 3-c 2-b", false), ("5-e 4-d 3-c 2-b 1-a", false));

        var stored = Assert.Single(await store.SendAsync(new ReadRevisions(StoreFixture.Relay, [new WantedRevision(new DocumentId("d"), null)], 10)));
        Assert.Equal(["5-e", "4-d", "3-c", "2-b", "1-a"], stored.Path.Revisions().Select(StoreFixture.Short));
    }

    /// <summary>The vault stems when its retention says so, and never over a body or what hangs on one.</summary>
    [Fact]
    public async Task A_vaults_tree_keeps_every_body_and_what_hangs_on_it()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var revision = await store.PutAsync("d", "1");
        for (var edit = 2; edit <= 6; edit++)
        {
            revision = await store.PutAsync("d", $"{edit}", revision);
        }

        var path = Path.Combine(store.Folder, "vault.db");
        using var session = SqlFile.Open(path, new SqlAccess(TimeSpan.FromSeconds(10), Key: null), readOnly: false);
        session.RunScript("UPDATE revs SET body = NULL WHERE generation IN (1, 2, 4)");
        var document = DocumentSql.Find(session, new DocumentId("d"))!.Key;
        Stemming.Stem_InTransaction(session, document, limit: 2, keepBodies: true);

        Assert.Equal([3, 4, 5, 6], TreeSql.All(session, document).Select(node => node.Revision.Generation));
        Assert.Null(TreeSql.All(session, document)[0].Parent);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_limit_below_one_is_refused(int limit)
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.SendAsync(new SetRevisionsLimit(StoreFixture.Relay, limit)));
    }

    [Fact]
    public async Task The_vault_has_no_such_limit()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        Assert.Equal("NotARelay", (await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(new SetRevisionsLimit(DatabaseName.Vault, 5)))).Code);
    }

    /// <summary>A leaf is a possible ancestor when it is lower than the highest of what is missing (couch_db:possible_ancestors/2), live or not.</summary>
    [Theory]
    [InlineData("4-x", "3-c 2-f 2-0")]
    [InlineData("3-x", "2-f 2-0")] // as high is not lower
    [InlineData("2-x", "")]
    [InlineData("2-x 9-y", "3-c 2-f 2-0")] // the highest decides for all
    [InlineData("3-c 3-x", "2-f 2-0")] // what is known does not count
    [InlineData("1-x", "")]
    public async Task Leaves_below_the_highest_missing_revision_are_possible_ancestors(string asked, string ancestors)
    {
        await using var store = await StoreFixture.WithRelayAsync();
        await store.GraftAsync(("3-c 2-b 1-a", false), ("2-f 1-a", false), ("2-0 1-a", true));

        var answer = Assert.Single(await store.SendAsync(new FindMissingRevisions(StoreFixture.Relay, [new RevisionOffer("d", [.. asked.Replace("x", "7", StringComparison.Ordinal).Replace("y", "9", StringComparison.Ordinal).Split(' ').Select(StoreFixture.Rev)])])));
        Assert.Equal(ancestors, string.Join(' ', answer.PossibleAncestors.Select(StoreFixture.Short)));
    }

    private static async Task<string> KnownAsync(StoreFixture store, string asked)
    {
        Revision[] revisions = [.. asked.Split(' ').Select(text => Revision.Parse(text[..2] + new string(text[2], 32)))];
        var missing = await store.SendAsync(new FindMissingRevisions(StoreFixture.Relay, [new RevisionOffer("d", [.. revisions])]));
        return string.Join(' ', revisions.Except(missing.IsEmpty ? [] : missing[0].Missing).Select(StoreFixture.Short));
    }
}
