using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Strategies.LastWriteWins;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.CounterExamples;

/// <summary>The edit made last wins, whoever joined whatever with whatever, and when.</summary>
public sealed class StampTests
{
    private static readonly TreeNode Root = Inner(Edit("1-0", "O1", at: 1, content: "o"));

    [Fact] // CE-8: under the resolver's clock the merge of two old values would be the newest of all
    public async Task An_old_value_that_was_merged_late_does_not_beat_a_newer_one()
    {
        using var desk = Desk();
        var settled = await SettleAsync(desk, Tree(Root, Edit("2-a", "O1 A1", at: 2, on: "1-0", content: "old"), Edit("2-b", "O1 B1", at: 3, on: "1-0", content: "also old")));

        var both = await desk.DecideAsync(Tree([.. settled.Nodes, Edit("2-c", "O1 C1", at: 5, on: "1-0", content: "new")]));

        Assert.Equal(("\"new\"", 5), (both.Merge().Content.ToText(), both.Merge().Stamp.Milliseconds));
    }

    [Theory] // CE-10: a merge has another revision than its winner; revisions as a tie-break would make the order depend on who merged first
    [InlineData("A B C")]
    [InlineData("A B, C")]
    [InlineData("A C, B")]
    [InlineData("B C, A")]
    public async Task Edits_of_one_millisecond_are_ordered_by_who_made_them_however_they_meet(string meetings)
    {
        using var desk = Desk();
        var heads = new Dictionary<char, TreeNode>
        {
            ['A'] = Edit("2-5", "O1 A1", at: 5, on: "1-0", content: "a"),
            ['B'] = Edit("2-9", "O1 B1", at: 5, on: "1-0", content: "b"),
            ['C'] = Edit("2-1", "O1 C1", at: 5, on: "1-0", content: "c"),
        };

        var tree = Tree(Root);
        foreach (var meeting in meetings.Split(", "))
        {
            tree = await SettleAsync(desk, Tree([.. tree.Nodes, .. meeting.Split(' ').Select(who => heads[who[0]])]));
        }

        Assert.Equal("\"c\"", Assert.Single(tree.Leaves, leaf => !leaf.IsTombstone).Body!.Content.ToText());
    }

    private static StrategyDesk Desk()
    {
        var desk = new StrategyDesk(new LastWriteWinsStrategy());
        desk.Rules.Add(new PolicyRule("all", "aurix.lww"));
        return desk;
    }

    private static async Task<DocumentTree> SettleAsync(StrategyDesk desk, DocumentTree tree) => tree.Grown(await desk.DecideAsync(tree));
}
