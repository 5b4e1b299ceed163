using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Strategies.Json;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.CounterExamples;

/// <summary>What two versions grew from is told by the edits that they share, and an older ancestor is no substitute.</summary>
public sealed class CommonAncestorTests
{
    [Fact] // CE-4: M1 = x·y and M2 = y·z overlap in y. The tree's common ancestor is o, and over o the one that y added would count twice
    public async Task What_two_overlapping_merges_share_is_counted_once()
    {
        using var desk = Desk("""{"fields":{"/n":"counter"}}""");
        var tree = Tree(
            Inner(Json(Edit("1-0", "O1", at: 1), """{"n":0}""")),
            Inner(Json(Edit("2-e", "O1 Y1", at: 3, on: "1-0"), """{"n":1}""")),
            Json(Merge("3-a", "O1 X1 Y1", on: "2-d"), """{"n":1,"x":true}"""),
            Json(Merge("3-b", "O1 Y1 Z1", on: "2-f"), """{"n":1,"z":true}"""));

        var merge = (await desk.DecideAsync(tree)).Merge();

        Assert.Equal("""{"n":1,"x":true,"z":true}""", merge.Content.ToText());
        Assert.Equal(Causes("O1 X1 Y1 Z1"), merge.Causes);
    }

    [Fact] // CE-12: over the ancestor before "done" the one who took it back seems to have changed nothing
    public async Task A_change_that_was_taken_back_does_not_return_while_its_ancestor_may_still_come()
    {
        using var desk = Desk("{}");
        var (root, done) = (Inner(Json(Edit("1-0", "O1", at: 1), """{"state":"open"}""")), Inner(Json(Edit("2-5", "O1 S1", at: 2, on: "1-0"), """{"state":"done"}""")));
        TreeNode[] heads = [Json(Edit("3-a", "O1 S1 A1", at: 3, on: "2-5"), """{"state":"open"}"""), Json(Edit("3-b", "O1 S1 B1", at: 4, on: "2-5"), """{"note":"w1","state":"done"}""")];

        var early = await desk.DecideAsync(Tree([root, .. heads]));
        var whole = await desk.DecideAsync(Tree([root, done, .. heads]));

        Assert.Empty(early.Additions);
        Assert.NotNull(early.WaitsBecause);
        Assert.Equal("""{"note":"w1","state":"open"}""", whole.Merge().Content.ToText());

        // Nobody brings it: then what comes out is wrong in just this way, says so, and keeps both versions for whoever knows better.
        desk.Patience.StillWaits(Id, "", isRound: true);
        desk.Patience.StillWaits(Id, "", isRound: true);
        desk.Time.Advance(TimeSpan.FromHours(1));
        var late = await desk.DecideAsync(Tree([root, .. heads]));
        Assert.Equal(("""{"note":"w1","state":"done"}""", BaseQuality.Older), (late.Merge().Content.ToText(), late.Merge().Merge!.Base));
        Assert.Equal([Rev("3-a")], late.Additions.Select(addition => addition.Body.Parked?.Revision).OfType<Revision>()); // the other is what the merge shows
    }

    private static StrategyDesk Desk(string options)
    {
        var desk = new StrategyDesk(new JsonStrategy());
        desk.Rules.Add(new PolicyRule("all", "aurix.json") { Options = CanonicalJson.Parse(options) });
        return desk;
    }

    private static TreeNode Json(TreeNode node, string json) => With(node, body => body with { Content = CanonicalJson.Parse(json) });
}
