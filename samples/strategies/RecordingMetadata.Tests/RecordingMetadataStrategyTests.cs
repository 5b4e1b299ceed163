using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Samples.RecordingMetadata.Tests;

public sealed class RecordingMetadataStrategyTests
{
    [Theory]
    [InlineData("""{"duration":60}""", """{"duration":75.5}""", """{"duration":62}""", """{"duration":75.5}""")]
    [InlineData("""{"plays":10}""", """{"plays":12}""", """{"plays":13}""", """{"plays":15}""")]
    [InlineData("{}", """{"plays":2}""", """{"plays":3}""", """{"plays":5}""")]
    [InlineData("""{"tags":["a","b"]}""", """{"tags":["a","b","c"]}""", """{"tags":["b","d"]}""", """{"tags":["b","c","d"]}""")]
    [InlineData("""{"title":"x","plays":1}""", """{"title":"y","plays":1}""", """{"title":"x","plays":2}""", """{"plays":2,"title":"y"}""")]
    public void What_can_be_computed_out_of_both_is_and_nobody_is_asked(string before, string earlier, string later, string expected)
    {
        var merged = Merge(before, earlier, later);

        Assert.Equal(expected, merged.Content.ToText());
        Assert.Empty(merged.Records);
    }

    [Fact]
    public void Of_two_titles_the_later_stands_and_a_record_keeps_both()
    {
        var merged = Merge("""{"title":"x"}""", """{"title":"earlier"}""", """{"title":"later"}""");

        Assert.Equal("""{"title":"later"}""", merged.Content.ToText());
        var record = Assert.Single(merged.Records);
        Assert.Equal(("/title", "replaced"), (record.Path, record.Kind));
        Assert.Equal(["\"earlier\"", "\"later\""], record.Variants.Select(variant => variant.Value!.ToText()));
    }

    [Fact]
    public void A_title_that_one_removed_and_the_other_changed_stays()
    {
        var merged = Merge("""{"title":"x"}""", """{"title":"changed"}""", "{}");

        Assert.Equal("""{"title":"changed"}""", merged.Content.ToText());
        Assert.Equal("deleted-elsewhere", Assert.Single(merged.Records).Kind);
    }

    [Fact]
    public void What_is_no_object_is_left_to_the_policy()
    {
        var outcome = new RecordingMetadataStrategy().Merge(Input("{}", "[1]", "[2]"), new MergeFuel(MergeFuel.Default));

        Assert.IsType<MergeOutcome.Decline>(outcome);
    }

    private static MergeOutcome.Merged Merge(string before, string earlier, string later) =>
        Assert.IsType<MergeOutcome.Merged>(new RecordingMetadataStrategy().Merge(Input(before, earlier, later), new MergeFuel(MergeFuel.Default)));

    private static MergeInput Input(string before, string earlier, string later) => new(
        new DocumentType("recording"),
        1,
        new MergeBase(CanonicalJson.Parse(before), DocumentBody.NoAttachments, BaseQuality.Exact),
        [Head(1, earlier), Head(2, later)],
        CanonicalJson.EmptyObject);

    private static MergeHead Head(int number, string content) => new(
        new Revision(2, new RevisionHash((UInt128)number)),
        new HybridTimestamp(number, 0, new ActorId((ulong)number)),
        Deleted: false,
        CanonicalJson.Parse(content),
        DocumentBody.NoAttachments);
}
