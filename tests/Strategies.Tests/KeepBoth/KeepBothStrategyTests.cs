using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Strategies.KeepBoth;
using CsCheck;
using static Aurix.Platform.Tests.Versions;

namespace Aurix.Platform.Tests.KeepBoth;

public sealed class KeepBothStrategyTests
{
    [Fact]
    public void The_version_edited_last_stays() => Assert.Equal(new MergeOutcome.KeepBoth(Second), Answer(Earlier("1"), Later("2")));

    [Fact]
    public void A_delete_is_not_what_stays_however_late() => Assert.Equal(new MergeOutcome.KeepBoth(First), Answer(Earlier("1"), Later(null)));

    [Fact]
    public void What_is_equal_is_one_document()
    {
        var merged = Assert.IsType<MergeOutcome.Merged>(Answer(Earlier("1", ("a", "x")), Later("1", ("a", "x"))));

        Assert.Equal(("1", false, 1), (merged.Content.ToText(), merged.Deleted, merged.Attachments.Count));
    }

    [Fact]
    public void Equal_contents_with_different_files_are_two_documents() =>
        Assert.Equal(new MergeOutcome.KeepBoth(Second), Answer(Earlier("1", ("a", "x")), Later("1", ("a", "y"))));

    [Fact]
    public void Two_deletes_are_a_delete() => Assert.True(Assert.IsType<MergeOutcome.Merged>(Answer(Earlier(null), Later(null))).Deleted);

    [Fact] // P3, P10
    public void Any_heads_in_any_order_without_any_fuel_give_the_same_answer() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2]).Array[2, 6].Sample(
            edits =>
            {
                var heads = edits.Select((edit, index) => Head(
                    new Revision(2, new RevisionHash((UInt128)index)), new HybridTimestamp(edit.Item1, 0, new ActorId((ulong)index)), edit.Item2 == 0 ? null : $"{edit.Item2}")).ToArray();

                var answer = Answer(heads);

                Assert.Equal(answer, Answer([.. heads.Reverse()]));
                Assert.Equal(heads.All(head => head.Deleted == heads[0].Deleted && head.Content.Equals(heads[0].Content)), answer is MergeOutcome.Merged);
            },
            iter: 5_000);

    private static MergeOutcome Answer(params MergeHead[] heads) =>
        new KeepBothStrategy().Merge(new MergeInput(DocumentType.Default, 0, null, [.. heads], CanonicalJson.EmptyObject), new MergeFuel(0));
}
