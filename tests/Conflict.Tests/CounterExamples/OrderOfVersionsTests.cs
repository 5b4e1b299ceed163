using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Strategies.Text;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.CounterExamples;

/// <summary>There is no "ours" and no "theirs": whoever read the versions in another order comes to the same.</summary>
public sealed class OrderOfVersionsTests
{
    private static readonly TreeNode Root = Inner(Edit("1-0", "O1", at: 1, content: "o"));

    [Fact] // CE-2: a strategy that keeps "ours" would make three devices undo each other for ever
    public async Task A_strategy_that_keeps_whatever_comes_first_keeps_the_same_wherever_it_runs()
    {
        using var desk = new StrategyDesk(new AnyStrategy("ours", input => new MergeOutcome.Merged(input.Heads[0].Content, Deleted: false, DocumentBody.NoAttachments, [], [])));
        desk.Rules.Add(new PolicyRule("all", "ours"));
        var tree = Tree(Root, Edit("2-b", "O1 A1", at: 2, on: "1-0", content: "a"), Edit("2-a", "O1 B1", at: 3, on: "1-0", content: "b"));

        var here = await desk.DecideAsync(tree);
        var there = await desk.DecideAsync(tree with { Nodes = [.. tree.Nodes.Reverse()] });

        Assert.Equal("\"a\"", here.Merge().Content.ToText()); // the one with the earlier stamp
        Assert.Equal(here.Spell(), there.Spell());
    }

    [Fact] // CE-15: o = " a", a = b = "", c = " a a": (ab)c is " a" and a(bc) is "", and no step is a conflict
    public async Task Three_versions_that_could_be_joined_in_two_ways_are_joined_in_one()
    {
        using var desk = new StrategyDesk(new TextStrategy());
        desk.Rules.Add(new PolicyRule("all", "aurix.text"));
        var before = Inner(Text(Edit("1-0", "O1", at: 1), " a"));
        TreeNode[] heads = [Text(Edit("2-c", "O1 A1", at: 2, on: "1-0"), ""), Text(Edit("2-b", "O1 B1", at: 3, on: "1-0"), ""), Text(Edit("2-a", "O1 C1", at: 4, on: "1-0"), " a a")];
        Assert.NotEqual(Fold(" a", "", "", " a a"), Fold(" a", " a a", "", ""));

        foreach (var order in new[] { (0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0) })
        {
            var decision = await desk.DecideAsync(new DocumentTree(Id, [before, heads[order.Item1], heads[order.Item2], heads[order.Item3]], []));
            Assert.Equal("\" a\"", decision.Merge().Content.ToText());
        }
    }

    private static TreeNode Text(TreeNode node, string text) => With(node, body => body with { Content = CanonicalJson.Parse($"\"{text}\"") });

    private static string Fold(string before, params string[] versions)
    {
        var strategy = new TextStrategy();
        return versions.Aggregate((joined, next) =>
        {
            MergeHead Head(string revision, long at, string text) => new(Rev(revision), new HybridTimestamp(at, 0, Actor('A')), Deleted: false, CanonicalJson.Parse($"\"{text}\""), DocumentBody.NoAttachments);
            var origin = new MergeBase(CanonicalJson.Parse($"\"{before}\""), DocumentBody.NoAttachments, BaseQuality.Exact);
            var input = new MergeInput(DocumentType.Default, 0, origin, [Head("2-a", 1, joined), Head("2-b", 2, next)], CanonicalJson.EmptyObject);
            return Assert.IsType<MergeOutcome.Merged>(strategy.Merge(input, new MergeFuel(MergeFuel.Default))).Content.ToText().Trim('"');
        });
    }
}
