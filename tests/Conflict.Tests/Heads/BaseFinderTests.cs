using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Storage;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.Heads;

public sealed class BaseFinderTests
{
    [Fact]
    public void The_base_is_the_body_with_exactly_the_edits_that_the_heads_share()
    {
        var root = Inner(Edit("1-a", "A1", at: 1, content: "root"));
        var tree = Tree(root, Edit("2-a", "A1-2", at: 2, on: "1-a", dot: "A2"), Edit("2-b", "A1 B1", at: 3, on: "1-a"));

        Assert.Equal("\"root\"", Base(tree));
    }

    [Fact] // CE-4: after merges that overlap, the tree's common ancestor is older than what the heads share
    public void The_base_is_not_the_trees_common_ancestor_when_merges_overlapped()
    {
        var root = Inner(Edit("1-0", "O1", at: 1, content: "root"));
        var shared = Inner(Edit("2-e", "O1 Y1", at: 2, on: "1-0", content: "shared"));
        var one = Merge("3-a", "O1 X1 Y1", on: "2-d");
        var two = Merge("3-b", "O1 Y1 Z1", on: "2-f");

        Assert.Equal("\"shared\"", Base(Tree(root, shared, one, two)));
    }

    [Fact]
    public void A_base_is_found_in_a_park()
    {
        var shared = Edit("2-e", "O1 Y1", at: 2, content: "shared");
        var tree = Tree(Park("3-9", shared), Merge("3-a", "O1 X1 Y1", on: "2-d"), Merge("3-b", "O1 Y1 Z1", on: "2-f"));

        Assert.Equal("\"shared\"", Base(tree));
    }

    [Fact]
    public void Heads_that_share_nothing_have_no_base() =>
        Assert.Null(Base(Tree(Edit("1-a", "A1", at: 1), Edit("1-b", "B1", at: 2))));

    private static string? Base(DocumentTree tree) => BaseFinder.Exact(tree, HeadSet.Of(tree).Heads)?.Content.ToText();
}
