using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Strategies.Text;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.CounterExamples;

public sealed class WovenTextTests
{
    [Theory] // CE-18: "the later side's region wins" would hide five words behind the deletion of one
    [InlineData(" 12 16 9 11 15", " 1")]
    [InlineData(" 1", " 12 16 9 11 15")]
    public void What_one_side_wrote_stands_although_the_other_deleted_within_it(string earlier, string later)
    {
        var input = new MergeInput(
            DocumentType.Default,
            0,
            new MergeBase(CanonicalJson.Parse("\" 1 2\""), DocumentBody.NoAttachments, BaseQuality.Exact),
            [Head("2-a", 1, earlier), Head("2-b", 2, later)],
            CanonicalJson.EmptyObject);

        var merged = Assert.IsType<MergeOutcome.Merged>(new TextStrategy().Merge(input, new MergeFuel(MergeFuel.Default)));

        Assert.Equal("\" 12 16 9 11 15\"", merged.Content.ToText());
        Assert.Empty(merged.Records);
    }

    private static MergeHead Head(string revision, long at, string text) =>
        new(Rev(revision), new HybridTimestamp(at, 0, Actor('A')), Deleted: false, CanonicalJson.Parse($"\"{text}\""), DocumentBody.NoAttachments);
}
