using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.Heads;

public sealed class HeadSetTests
{
    [Fact]
    public void A_revision_that_another_contains_is_no_head_wherever_it_stands_in_the_tree() =>
        Assert.Equal(["2-b"], Heads(Tree(Edit("2-a", "A1", at: 9), Edit("2-b", "A1 B1", at: 1))));

    [Fact]
    public void Edits_that_did_not_know_of_each_other_are_both_heads_in_order_of_their_stamps() =>
        Assert.Equal(["2-b", "2-a"], Heads(Tree(Edit("2-a", "C1 A1", at: 9), Edit("2-b", "C1 B1", at: 1))));

    [Fact] // CE-9: a version vector would take the second edit for containing the first
    public void Two_edits_of_one_actor_on_two_branches_are_both_heads() =>
        Assert.Equal(["2-a", "3-b"], Heads(Tree(Edit("2-a", "X1 A1", at: 1), Edit("3-b", "X1 Y1 A2", at: 2))));

    [Fact] // CE-5: a stale peer pushed an ancestor of the head as a live leaf
    public void An_ancestor_that_came_back_as_a_leaf_is_no_head() =>
        Assert.Equal(["5-c"], Heads(Tree(Edit("2-a", "A1-2", at: 1), Edit("5-c", "A1-5", at: 2))));

    [Fact] // CE-3
    public void Of_merges_with_the_same_edits_one_is_chosen_without_a_further_merge()
    {
        var low = Merge("3-f", "A1 B1", on: "2-a", priority: 10);
        var high = Merge("3-a", "A1 B1", on: "2-a", priority: 20);

        Assert.Equal(["3-a"], Heads(Tree(low, high)));
        Assert.Equal(["3-a"], Heads(Tree(high, low)));
    }

    [Theory]
    [InlineData("quality")]
    [InlineData("provisional")]
    [InlineData("version")]
    public void A_better_merge_of_the_same_edits_outranks_a_higher_hash(string by)
    {
        var better = Merge("3-a", "A1 B1", on: "2-a", version: by == "version" ? 2 : 1);
        var worse = Merge("3-f", "A1 B1", on: "2-a", by == "quality" ? BaseQuality.Older : BaseQuality.Exact, provisional: by == "provisional");

        Assert.Equal(["3-a"], Heads(Tree(better, worse)));
    }

    [Fact]
    public void What_a_person_wrote_outranks_what_a_machine_made_of_the_same_edits() =>
        Assert.Equal(["2-a"], Heads(Tree(Edit("2-a", "A1", at: 1), Merge("9-f", "A1", on: "8-a"))));

    [Fact]
    public void With_everything_else_equal_the_greater_revision_is_shown() =>
        Assert.Equal(["3-f"], Heads(Tree(Merge("3-a", "A1 B1", on: "2-a"), Merge("3-f", "A1 B1", on: "2-a"))));

    [Fact] // CE-6: the park arrived, the merge that made it did not
    public void A_park_that_nothing_alive_covers_is_a_head()
    {
        var lost = Inner(Edit("2-b", "C1 B1", at: 5));

        Assert.Equal(["2-a", "2-b"], Heads(Tree(Edit("2-a", "C1 A1", at: 1), lost, Park("3-e", lost))));
    }

    [Fact] // P33: it may come later; until then it is nobody's business
    public void A_revision_whose_body_is_not_here_is_neither_merged_nor_parked()
    {
        var known = Edit("2-a", "A1", at: 1);
        var set = HeadSet.Of(Tree(known, Edit("3-b", "A1 B1", at: 2) with { Body = null, Encoded = null }));

        Assert.Equal([known.Revision], set.Heads.Select(head => head.Revision));
        Assert.Empty(Aurix.Platform.Conflict.Normalisation.Additions.AroundTop(set));
    }

    [Fact]
    public void A_park_that_something_alive_covers_is_none()
    {
        var lost = Inner(Edit("2-b", "C1 B1", at: 5));

        Assert.Equal(["3-d"], Heads(Tree(lost, Park("3-e", lost), Merge("3-d", "A1 B1 C1", on: "2-b"))));
    }

    [Fact]
    public void Two_edits_under_one_name_are_both_heads_although_one_seems_to_contain_the_other() =>
        Assert.Equal(["2-a", "3-b"], Heads(Tree(Edit("2-a", "A1", at: 1), Edit("3-b", "A1-2", at: 2)).WithCollision('A', 1)));

    [Fact]
    public void After_they_were_joined_by_a_merge_that_names_them_they_stay_joined()
    {
        var tree = Tree(Edit("2-a", "A1", at: 1), Merge("4-d", "A1-2", on: "3-b", parents: "2-a 3-b")).WithCollision('A', 1);

        Assert.Equal(["4-d"], Heads(tree));
    }

    private static List<string> Heads(DocumentTree tree) =>
        [.. HeadSet.Of(tree).Heads.Select(head => head.Revision.ToString().TrimEnd('0'))];
}
