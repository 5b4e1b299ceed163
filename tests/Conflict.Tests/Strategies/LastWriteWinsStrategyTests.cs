using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Strategies.LastWriteWins;
using CsCheck;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.Strategies;

public sealed class LastWriteWinsStrategyTests
{
    [Fact]
    public void The_later_edit_wins_whole_and_the_other_is_named_as_discarded()
    {
        var merged = Merge(Head("2-a", at: 1), Head("2-b", at: 2));

        Assert.Equal("\"2-b\"", merged.Content.ToText());
        Assert.Equal([Rev("2-a")], merged.Discarded.AsEnumerable());
    }

    [Fact]
    public void An_edit_outlives_a_later_delete_that_did_not_know_of_it()
    {
        var merged = Merge(Head("2-a", at: 1), Head("2-b", at: 2, deleted: true));

        Assert.False(merged.Deleted);
        Assert.Equal("\"2-a\"", merged.Content.ToText());
    }

    [Fact]
    public void By_time_a_later_delete_wins_against_an_edit()
    {
        var merged = MergeBy("""{"deletes":"by-time"}""", Head("2-a", at: 1), Head("2-b", at: 2, deleted: true));

        Assert.True(merged.Deleted);
        Assert.Equal([Rev("2-a")], merged.Discarded.AsEnumerable());
    }

    [Fact]
    public void By_time_a_later_edit_wins_against_a_delete() =>
        Assert.False(MergeBy("""{"deletes":"by-time"}""", Head("2-a", at: 3), Head("2-b", at: 2, deleted: true)).Deleted);

    [Theory]
    [InlineData("""{"deletes":"edit-wins"}""")]
    [InlineData("""{"fields":{}}""")] // somebody else's option
    public void An_edit_wins_when_the_policy_says_so_and_when_it_says_nothing(string options) =>
        Assert.False(MergeBy(options, Head("2-a", at: 1), Head("2-b", at: 2, deleted: true)).Deleted);

    [Theory]
    [InlineData("""{"deletes":"never"}""")]
    [InlineData("""{"deletes":true}""")]
    public void An_option_that_is_not_understood_deletes_nothing(string options)
    {
        var declined = Assert.IsType<MergeOutcome.Decline>(Answer(options, [Head("2-a", at: 1), Head("2-b", at: 2, deleted: true)]));

        Assert.Contains("'deletes'", declined.Reason, StringComparison.Ordinal);
    }

    [Fact] // P31
    public void By_time_the_latest_of_any_edits_and_deletes_stands_in_any_order() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Bool).Array[2, 6].Where(edits => edits.DistinctBy(edit => edit.Item1).Count() == edits.Length).Sample(edits =>
        {
            var heads = edits.Select((edit, index) => Head($"2-{index + 1}", edit.Item1, edit.Item2)).ToArray();
            var latest = edits.Max(edit => edit.Item1);
            var merged = MergeBy("""{"deletes":"by-time"}""", [.. heads]);
            return merged.Content.Equals(heads.Single(head => head.Stamp.Milliseconds == latest).Content)
                && merged.Equals(MergeBy("""{"deletes":"by-time"}""", [.. heads.OrderByDescending(head => head.Stamp)]) with { Records = merged.Records, Discarded = merged.Discarded });
        });

    [Fact]
    public void Two_deletes_are_a_delete() =>
        Assert.True(Merge(Head("2-a", at: 1, deleted: true), Head("2-b", at: 2, deleted: true)).Deleted);

    [Fact] // P31: associative, because a merge inherits the latest stamp
    public void Joining_three_edits_in_any_order_and_grouping_shows_the_latest() =>
        Gen.Int[0, 1000].Array[3].Where(stamps => stamps.Distinct().Count() == 3).Sample(stamps =>
        {
            var heads = stamps.Select((stamp, index) => Head($"2-{index + 1}", stamp)).ToArray();
            var expected = heads.MaxBy(head => head.Stamp)!.Content;
            return new[] { (0, 1, 2), (1, 2, 0), (0, 2, 1) }.All(order =>
            {
                var (first, second) = (heads[order.Item1], heads[order.Item2]);
                var joined = Merge([.. new[] { first, second }.OrderBy(head => head.Stamp)]);
                var together = first with { Content = joined.Content, Stamp = first.Stamp.CompareTo(second.Stamp) > 0 ? first.Stamp : second.Stamp };
                return Merge([.. new[] { together, heads[order.Item3] }.OrderBy(head => head.Stamp)]).Content.Equals(expected);
            });
        });

    private static MergeHead Head(string revision, long at, bool deleted = false)
    {
        var body = Edit(revision, "A1", at, deleted: deleted).Body!;
        return new(Rev(revision), body.Stamp, deleted, body.Content, body.Attachments);
    }

    private static MergeOutcome.Merged Merge(params ImmutableArray<MergeHead> heads) => MergeBy("{}", heads);

    private static MergeOutcome.Merged MergeBy(string options, params ImmutableArray<MergeHead> heads) => Assert.IsType<MergeOutcome.Merged>(Answer(options, heads));

    private static MergeOutcome Answer(string options, ImmutableArray<MergeHead> heads) =>
        new LastWriteWinsStrategy().Merge(new MergeInput(DocumentType.Default, 0, null, heads, CanonicalJson.Parse(options)), new MergeFuel(1000));
}
