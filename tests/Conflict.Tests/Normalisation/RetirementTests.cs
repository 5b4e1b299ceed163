using Aurix.Platform.Conflict;
using Aurix.Platform.Conflict.Normalisation;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.Normalisation;

/// <summary>§2.4: which kept losers may go, as far as the tree can tell.</summary>
public sealed class RetirementTests
{
    private static readonly TreeNode A = Inner(Edit("2-a", "O1 A1", at: 2, content: "a"));
    private static readonly TreeNode B = Inner(Edit("2-b", "O1 B1", at: 3, content: "b"));

    [Fact]
    public void A_loser_of_an_exact_merge_goes_and_leaves_nothing_but_a_name()
    {
        var retire = Assert.Single(Retirement.Of(Settled(BaseQuality.Exact), upTo: 5));

        Assert.Equal((Rev("3-a"), true, DocumentBodyKind.Retire), (retire.Parent, retire.IsTombstone, retire.Body.Kind));
        Assert.Null(retire.Body.Parked);
        Assert.True(retire.Body.Causes.IsEmpty);
    }

    [Fact]
    public void What_came_after_the_moment_stays() => Assert.Empty(Retirement.Of(Settled(BaseQuality.Exact), upTo: 4));

    [Theory] // CE-12: such a merge may have brought back what somebody deleted, and its parents are needed to make it better
    [InlineData(BaseQuality.Older, false)]
    [InlineData(BaseQuality.Synthetic, false)]
    [InlineData(BaseQuality.Exact, true)]
    public void A_loser_of_a_merge_that_lacked_something_stays(BaseQuality quality, bool provisional) =>
        Assert.Empty(Retirement.Of(Settled(quality, provisional), upTo: 5));

    [Fact]
    public void A_loser_whose_merge_is_not_kept_stays()
    {
        var tree = Tree(A, B, Park("3-a", A) with { Arrival = 5 }, Edit("4-d", "O1 A1 B1 C1", at: 9));

        Assert.Empty(Retirement.Of(tree, upTo: 5));
    }

    [Fact]
    public void A_loser_that_an_open_choice_names_stays()
    {
        var record = new ConflictRecord("/x", ConflictRecordKinds.Replaced, null, [new(Rev("2-a"), A.Body!.Stamp, null)], null);
        var merge = With(Merge("3-d", "O1 A1 B1", on: "2-b", parents: "2-a 2-b"), body => body with { OpenRecords = [ConflictRecordCodec.Encode(record)] });

        Assert.Empty(Retirement.Of(Tree(A, B, Park("3-a", A) with { Arrival = 5 }, merge), upTo: 5));
    }

    [Fact]
    public void While_a_conflict_is_open_nothing_goes()
    {
        var open = Tree([.. Settled(BaseQuality.Exact).Nodes, Edit("3-e", "O1 C1", at: 9)]);

        Assert.Empty(Retirement.Of(open, upTo: 5));
    }

    [Fact]
    public void What_was_given_up_is_not_given_up_again()
    {
        var settled = Settled(BaseQuality.Exact);
        var gone = Retirement.Of(settled, upTo: 5)[0];
        var retired = new TreeNode(Rev("4-f"), gone.Parent, IsLeaf: true, IsTombstone: true, new BodyBytes(DocumentBodyCodec.Encode(gone.Body).Utf8), gone.Body);

        Assert.Empty(Retirement.Of(Tree([.. settled.Nodes.Select(node => node.Revision == gone.Parent ? Inner(node) : node), retired]), upTo: 9));
    }

    private static DocumentTree Settled(BaseQuality quality, bool provisional = false) =>
        Tree(A, B, Park("3-a", A) with { Arrival = 5 }, Merge("3-d", "O1 A1 B1", on: "2-b", quality, provisional, parents: "2-a 2-b"));
}
