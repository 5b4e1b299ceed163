using Aurix.Platform.Conflict;
using Aurix.Platform.Strategies.Text;

namespace Aurix.Platform.Tests.Text;

public sealed class TextStrategyTests
{
    [Fact]
    public void A_document_that_is_one_text_is_joined_by_words()
    {
        var merged = Merge("\"the cat sat on the mat\"", "\"the old cat sat on the mat\"", "\"the cat sat on the rug\"");

        Assert.Equal("\"the old cat sat on the rug\"", merged.Content.ToText());
        Assert.Empty(merged.Records);
        Assert.False(merged.Deleted);
    }

    [Fact]
    public void In_an_object_every_string_is_text_however_short()
    {
        var merged = Merge(
            """{"title":"old red door","n":1,"parts":{"a":"x y z"}}""",
            """{"title":"new red door","n":1,"parts":{"a":"x y z w"}}""",
            """{"title":"old red gate","n":2,"parts":{"a":"v x y z"}}""");

        Assert.Equal("""{"n":2,"parts":{"a":"v x y z w"},"title":"new red gate"}""", merged.Content.ToText());
        Assert.Empty(merged.Records);
    }

    [Fact]
    public void Lines_are_kept_whole_where_the_policy_says_so()
    {
        var merged = Merge("\"a b\\nc\\n\"", "\"X b\\nc\\n\"", "\"a Y\\nc\\n\"", """{"grain":"line"}""");

        Assert.Equal("\"a Y\\nc\\n\"", merged.Content.ToText());
        var record = Assert.Single(merged.Records);
        Assert.Equal((ConflictRecordKinds.Replaced, "\"X b\\n\""), (record.Kind, record.Variants[0].Value?.ToText()));
    }

    [Fact]
    public void Without_a_base_what_either_has_stays()
    {
        var merged = Assert.IsType<MergeOutcome.Merged>(new TextStrategy().Merge(
            Versions.Input(null, Versions.Earlier("\"a b c\""), Versions.Later("\"a c d\"")), new MergeFuel(MergeFuel.Default)));

        Assert.Equal("\"a b c d\"", merged.Content.ToText());
    }

    [Fact]
    public void What_is_too_long_to_compare_is_declined()
    {
        var (a, b) = (new string('a', 5 << 20), new string('b', 5 << 20));

        Assert.IsType<MergeOutcome.Decline>(new TextStrategy().Merge(
            Versions.Input(Versions.Base("\"\""), Versions.Earlier($"\"{a}\""), Versions.Later($"\"{b}\"")), new MergeFuel(MergeFuel.Default)));
    }

    private static MergeOutcome.Merged Merge(string original, string earlier, string later, string options = "{}")
    {
        var input = Versions.Input(Versions.Base(original), Versions.Earlier(earlier), Versions.Later(later), options);
        var merged = Assert.IsType<MergeOutcome.Merged>(new TextStrategy().Merge(input, new MergeFuel(MergeFuel.Default)));
        var swapped = Assert.IsType<MergeOutcome.Merged>(new TextStrategy().Merge(input.Swapped(), new MergeFuel(MergeFuel.Default)));
        Assert.Equal(merged.Content, swapped.Content);
        return merged;
    }
}
