using Aurix.Platform.Conflict;
using Aurix.Platform.Conflict.Normalisation;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.Normalisation;

public sealed class DeciderTests
{
    private static readonly TreeNode Root = Inner(Edit("1-0", "O1", at: 1, content: "o"));
    private static readonly TreeNode A = Edit("2-a", "O1 A1", at: 2, on: "1-0", content: "a");
    private static readonly TreeNode B = Edit("2-b", "O1 B1", at: 3, on: "1-0", content: "b");

    [Fact] // §2.2: same edits, strictly higher rank, wins once
    public async Task A_stand_ins_merge_is_made_again_where_the_wanted_strategy_is()
    {
        using var desk = Desk();
        var provisional = Merge("3-d", "O1 A1 B1", on: "2-b", provisional: true, priority: 99, parents: "2-a 2-b");

        var again = await desk.DecideAsync(Settled(provisional));

        var merge = Assert.Single(again.Additions, addition => addition.Body.Kind == DocumentBodyKind.Merge);
        Assert.Equal(("\"o:a+b\"", false, Rev("2-b")), (merge.Body.Content.ToText(), merge.Body.Merge!.Provisional, merge.Parent));
        Assert.Contains(again.Additions, addition => addition.Body.Parked?.Revision == Rev("3-d"));
        Assert.True(again.IsSettled);
    }

    [Fact]
    public async Task A_merge_over_an_older_base_is_made_again_where_the_exact_one_is()
    {
        using var desk = Desk();

        var again = await desk.DecideAsync(Settled(Merge("3-d", "O1 A1 B1", on: "2-b", BaseQuality.Older, parents: "2-a 2-b")));

        Assert.Equal(BaseQuality.Exact, Assert.Single(again.Additions, addition => addition.Body.Kind == DocumentBodyKind.Merge).Body.Merge!.Base);
    }

    [Fact]
    public async Task A_merge_that_cannot_be_made_better_here_stays_and_nothing_is_written()
    {
        using var desk = Desk();
        var older = Merge("3-d", "O1 A1 B1", on: "2-b", BaseQuality.Older, priority: 10, parents: "2-a 2-b");
        var withoutBase = Tree(Park("3-a", A), Park("3-b", B), older);
        desk.Patience.StillWaits(Id, "", isRound: true);
        desk.Patience.StillWaits(Id, "", isRound: true);
        desk.Time.Advance(TimeSpan.FromHours(1));

        var decision = await desk.DecideAsync(withoutBase);

        Assert.Empty(decision.Additions);
        Assert.True(decision.IsSettled);
    }

    [Fact]
    public async Task A_merge_that_somebody_has_edited_since_is_left_alone()
    {
        using var desk = Desk();
        var provisional = Inner(Merge("3-d", "O1 A1 B1", on: "2-b", provisional: true, parents: "2-a 2-b"));
        var edited = Tree(Root, Inner(A), Inner(B), Park("3-a", A), Park("3-b", B), provisional, Edit("4-e", "O1 A1 B1 C1", at: 9, on: "3-d"));

        Assert.Empty((await desk.DecideAsync(edited)).Additions);
    }

    [Fact]
    public async Task A_provisional_merge_stays_on_the_list_until_the_wanted_strategy_comes()
    {
        using var desk = new StrategyDesk();
        desk.Rules.Add(new PolicyRule("all", "join"));

        var decision = await desk.DecideAsync(Settled(Merge("3-d", "O1 A1 B1", on: "2-b", provisional: true, parents: "2-a 2-b")));

        Assert.Empty(decision.Additions);
        Assert.False(decision.IsSettled);
    }

    [Fact] // P32, §4.4
    public async Task Kept_losers_become_documents_with_ids_and_bodies_that_every_device_makes_alike()
    {
        var keep = new AnyStrategy("aurix.keep-both", input => new MergeOutcome.KeepBoth(input.Heads.MaxBy(head => head.Stamp)!.Revision));
        using var desk = new StrategyDesk(keep);
        desk.Rules.Add(new PolicyRule("all", "aurix.keep-both"));
        var titled = With(A, body => body with { Content = CanonicalJson.Parse("""{"text":"mine","title":"Plan"}""") });

        var decision = await desk.DecideAsync(Tree(Root, titled, B));

        var copy = Assert.Single(decision.Copies);
        Assert.Equal("note:1~a00000000000", copy.Id.Value);
        Assert.Equal("""{"text":"mine","title":"Plan (conflict 1970-01-01 00:00)"}""", copy.Body.Content.ToText());
        Assert.Equal((DocumentBodyKind.Revive, A.Body!.Stamp), (copy.Body.Kind, copy.Body.Stamp));
        var merge = decision.Additions[^1];
        Assert.Equal("\"b\"", merge.Body.Content.ToText());
        Assert.Equal(Causes("O1 A1 B1"), merge.Body.Causes);
        var link = ConflictRecordCodec.Decode(Assert.Single(merge.Body.OpenRecords))!;
        Assert.Equal(("copied-to", """{"document":"note:1~a00000000000"}"""), (link.Kind, link.Variants[0].Value!.ToText()));
        Assert.Contains(decision.Additions, addition => addition.Body.Parked?.Revision == Rev("2-a")); // also kept behind the merge
    }

    [Fact]
    public async Task A_merge_that_would_be_larger_than_a_document_may_be_waits_and_writes_nothing()
    {
        var huge = new AnyStrategy("join", _ => AnyStrategy.Merged(new string('x', DocumentBodyCodec.MaxEditBytes)));
        using var desk = new StrategyDesk(huge);
        desk.Rules.Add(new PolicyRule("all", "join"));

        var decision = await desk.DecideAsync(Tree(Root, A, B));

        Assert.Empty(decision.Additions);
        Assert.Contains("larger than a document may be", decision.WaitsBecause!.Reason, StringComparison.Ordinal);
    }

    private static StrategyDesk Desk()
    {
        var desk = new StrategyDesk(AnyStrategy.Joining("join", needsBase: true));
        desk.Rules.Add(new PolicyRule("all", "join"));
        return desk;
    }

    private static DocumentTree Settled(TreeNode merge) => Tree(Root, Inner(A), Inner(B), Park("3-a", A), Park("3-b", B), merge);
}
