using Aurix.Platform.Conflict;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Conflict.Normalisation;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.Normalisation;

public sealed class AdditionsTests
{
    private static readonly MergeProvenance Provenance = new("test", 1, 10, "", null, BaseQuality.Exact, Provisional: false);

    [Fact]
    public void A_merge_contains_every_edit_names_every_head_and_has_the_latest_stamp()
    {
        var merge = Joined(Tree(Edit("2-a", "C1 A1", at: 7), Edit("3-b", "C1 B1", at: 5)), "x")[^1];

        Assert.Equal(Causes("A1 B1 C1"), merge.Body.Causes);
        Assert.Equal([Rev("2-a"), Rev("3-b")], merge.Body.Parents.AsEnumerable());
        Assert.Equal(7, merge.Body.Stamp.Milliseconds);
        Assert.Equal(Rev("3-b"), merge.Parent);
        Assert.Null(merge.Body.Dot);
    }

    [Fact] // CE-6, CE-7, I-9
    public void Parks_come_before_the_merge_and_hold_the_losers_byte_for_byte()
    {
        var loser = Edit("2-a", "A1", at: 1);

        var additions = Joined(Tree(loser, Edit("2-b", "B1", at: 2)), "\"neither\"");

        Assert.Equal([DocumentBodyKind.Park, DocumentBodyKind.Park, DocumentBodyKind.Merge], additions.Select(addition => addition.Body.Kind));
        Assert.Equal(loser.Encoded!.Utf8.ToArray(), additions[0].Body.Parked!.Body.Utf8.ToArray());
    }

    [Fact]
    public void The_head_under_the_merge_needs_no_park_when_the_merge_shows_the_same()
    {
        var additions = Joined(Tree(Edit("2-a", "A1", at: 1), Edit("2-b", "B1", at: 2, content: "kept")), "\"kept\"");

        Assert.Equal([Rev("2-a"), Rev("2-b")], additions.Select(addition => addition.Parent));
        Assert.Equal([DocumentBodyKind.Park, DocumentBodyKind.Merge], additions.Select(addition => addition.Body.Kind));
    }

    [Fact] // I-8: what the resolver is or when it acts is nowhere in what it writes
    public void The_same_tree_read_in_another_order_gives_the_same_bytes()
    {
        TreeNode[] nodes = [Edit("2-a", "A1", at: 1), Edit("2-b", "B1", at: 2), Edit("2-c", "D1", at: 3)];

        Assert.Equal(Bytes(Joined(new DocumentTree(Id, [.. nodes], []), "1")), Bytes(Joined(new DocumentTree(Id, [.. nodes.Reverse()], []), "1")));
    }

    [Fact]
    public void A_covered_live_leaf_is_parked_and_nothing_else_happens()
    {
        var set = HeadSet.Of(Tree(Edit("2-a", "A1", at: 1), Edit("3-b", "A1 B1", at: 2)));

        var addition = Assert.Single(Additions.AroundTop(set));

        Assert.Equal((DocumentBodyKind.Park, Rev("2-a"), true), (addition.Body.Kind, addition.Parent, addition.IsTombstone));
    }

    [Fact]
    public void A_parked_head_that_nothing_alive_covers_comes_back()
    {
        var lost = Inner(Edit("2-b", "C1 B1", at: 5, content: "lost"));

        var addition = Assert.Single(Additions.AroundTop(HeadSet.Of(Tree(lost, Park("3-e", lost)))));

        Assert.Equal((DocumentBodyKind.Revive, Rev("2-b"), "\"lost\""), (addition.Body.Kind, addition.Parent, addition.Body.Content.ToText()));
        Assert.Equal(Causes("B1 C1"), addition.Body.Causes);
    }

    [Fact]
    public void A_settled_tree_needs_nothing()
    {
        var lost = Inner(Edit("2-b", "B1", at: 5));
        var settled = Tree(lost, Park("3-e", lost), Merge("3-d", "A1 B1", on: "2-b"));

        Assert.Empty(Additions.AroundTop(HeadSet.Of(settled)));
    }

    private static List<TreeAddition> Joined(DocumentTree tree, string content)
    {
        var set = HeadSet.Of(tree);
        var outcome = new MergeOutcome.Merged(CanonicalJson.Parse(content == "x" ? "\"x\"" : content), false, DocumentBody.NoAttachments, [], []);
        return [.. Additions.AroundMerge(set, Additions.Merge(set.Heads, outcome, Provenance, []))];
    }

    private static string Bytes(List<TreeAddition> additions) =>
        string.Join('\n', additions.Select(addition => $"{addition.Parent} {DocumentBodyCodec.Encode(addition.Body).ToText()}"));
}
