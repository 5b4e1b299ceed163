using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Conflict.Resolution;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.Resolution;

public sealed class BaseFinderTests
{
    private static readonly TreeNode Root = Inner(Edit("1-0", "O1", at: 1, content: "root"));

    [Fact]
    public async Task The_base_is_the_body_with_exactly_the_edits_that_the_heads_share()
    {
        var tree = Tree(Inner(Edit("1-a", "A1", at: 1, content: "root")), Edit("2-a", "A1-2", at: 2, on: "1-a", dot: "A2"), Edit("2-b", "A1 B1", at: 3, on: "1-a"));

        Assert.Equal(("\"root\"", BaseQuality.Exact), await FindAsync(tree));
    }

    [Fact] // CE-4: after merges that overlap, the tree's common ancestor is older than what the heads share
    public async Task The_base_is_not_the_trees_common_ancestor_when_merges_overlapped()
    {
        var shared = Inner(Edit("2-e", "O1 Y1", at: 2, on: "1-0", content: "shared"));
        var tree = Tree(Root, shared, Merge("3-a", "O1 X1 Y1", on: "2-d"), Merge("3-b", "O1 Y1 Z1", on: "2-f"));

        Assert.Equal(("\"shared\"", BaseQuality.Exact), await FindAsync(tree));
    }

    [Fact]
    public async Task A_base_is_found_in_a_park()
    {
        var shared = Edit("2-e", "O1 Y1", at: 2, content: "shared");
        var tree = Tree(Park("3-9", shared), Merge("3-a", "O1 X1 Y1", on: "2-d"), Merge("3-b", "O1 Y1 Z1", on: "2-f"));

        Assert.Equal(("\"shared\"", BaseQuality.Exact), await FindAsync(tree));
    }

    [Fact] // and that is certain: no other device could know better
    public async Task Heads_that_share_nothing_grew_from_nothing() =>
        Assert.Equal((null, BaseQuality.Exact), await FindAsync(Tree(Edit("1-a", "A1", at: 1), Edit("1-b", "B1", at: 2))));

    [Fact] // git's recursive idea: two merges of the same two edits, each edited on
    public async Task A_criss_cross_gets_a_base_made_of_both_ancestors()
    {
        var x = Inner(Edit("2-d", "O1 X1", at: 2, on: "1-0", content: "x"));
        var y = Inner(Edit("2-e", "O1 Y1", at: 3, on: "1-0", content: "y"));
        var tree = Tree(Root, x, y, Edit("4-a", "O1 X1 Y1 A1", at: 5), Edit("4-b", "O1 X1 Y1 B1", at: 6));

        Assert.Equal(("\"root<x+y\"", BaseQuality.Exact), await FindAsync(tree));
    }

    [Fact]
    public async Task Where_nobody_can_make_a_base_the_largest_stored_one_serves_and_is_called_older()
    {
        var x = Inner(Edit("2-d", "O1 X1", at: 2, on: "1-0", content: "x"));
        var y = Inner(Edit("3-e", "O1 Y1 Z1", at: 3, on: "1-0", content: "y"));
        var tree = Tree(Root, x, y, Edit("5-a", "O1 X1 Y1 Z1 A1", at: 5), Edit("5-b", "O1 X1 Y1 Z1 B1", at: 6));

        Assert.Equal(("\"y\"", BaseQuality.Older), await FindAsync(tree, canJoin: false));
    }

    [Fact]
    public async Task A_base_that_lacks_a_shared_edit_is_older_and_not_exact()
    {
        var tree = Tree(Root, Edit("3-a", "O1 X1 A1", at: 5), Edit("3-b", "O1 X1 B1", at: 6));

        Assert.Equal(("\"root\"", BaseQuality.Older), await FindAsync(tree));
    }

    [Fact]
    public async Task Where_nothing_of_what_is_shared_is_stored_there_is_no_base_and_the_merge_is_synthetic() =>
        Assert.Equal((null, BaseQuality.Synthetic), await FindAsync(Tree(Edit("3-a", "O1 A1", at: 5), Edit("3-b", "O1 B1", at: 6))));

    private static async Task<(string? Content, BaseQuality Quality)> FindAsync(DocumentTree tree, bool canJoin = true)
    {
        var heads = HeadSet.Of(tree).Heads;
        var finder = new BaseFinder(StoredVersions.Of(tree), (below, earlier, later, _) => Task.FromResult(canJoin ? Joined(below, earlier, later) : null));
        var found = await finder.FindAsync(heads[0].Body.Causes.Intersect(heads[1].Body.Causes), CancellationToken.None);
        return (found.Base?.Content.ToText(), found.Quality);
    }

    // Says who was joined with whom, over what.
    private static MergeOutcome.Merged? Joined(MergeBase? below, MergeSide earlier, MergeSide later)
    {
        static string Text(CanonicalJson content) => content.ToText().Trim('"');
        var content = $"\"{(below is null ? "" : Text(below.Content) + "<")}{Text(earlier.Head.Content)}+{Text(later.Head.Content)}\"";
        return new MergeOutcome.Merged(CanonicalJson.Parse(content), Deleted: false, DocumentBody.NoAttachments, [], []);
    }
}
