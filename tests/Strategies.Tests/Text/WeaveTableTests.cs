using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Merging.Text;

namespace Aurix.Platform.Tests.Text;

/// <summary>Row by row the table of conflict.md §4.3. A letter is a word.</summary>
public sealed class WeaveTableTests
{
    private const string Passage = "a b c d e f g h i j k l m n o p";

    [Theory]
    [InlineData("a b c d e", "a X c d e", "a b c d Y", "a X c d Y")] // far apart
    [InlineData("a b c d", "a b c d e", "Z a b c d", "Z a b c d e")] // added at both ends
    [InlineData("a b c d e f", "a d e f", "a b c e f", "a e f")] // deletions side by side
    [InlineData("a b c d e f", "a e f", "a b f", "a f")] // overlapping deletions
    [InlineData("a b c d e f", "a e f", "a b X f", "a X f")] // a deletion over a replaced run
    [InlineData("a b c d e", "a X d e", "a X d e", "a X d e")] // both did the same
    [InlineData("a b c", "", "a b c", "")]
    public void Changes_that_do_not_collide_are_all_honoured_and_nothing_is_recorded(string original, string earlier, string later, string merged)
    {
        var result = TextCase.Merge(original, earlier, later);

        Assert.Equal(merged, result.Text);
        Assert.Empty(result.Records);
    }

    [Theory]
    [InlineData("a b c d e f", "a X Y e f", "a b c Z f", "a X Y Z f", "a X Y e f", "a b c Z f")]
    [InlineData("a b c d", "a X c d", "a b Y c d", "a X Y c d", "a X c d", "a b Y c d")]
    public void Insertions_at_different_places_of_one_region_both_stand(string original, string earlier, string later, string merged, string first, string second)
    {
        var result = TextCase.Merge(original, earlier, later);

        Assert.Equal(merged, result.Text);
        var record = Assert.Single(result.Records);
        Assert.Equal((ConflictRecordKinds.Adjacent, null), (record.Kind, record.Chosen));
        var values = TextCase.Values(record);
        Assert.Contains(values.Earlier!, first);
        Assert.Contains(values.Later!, second);
    }

    [Theory]
    [InlineData("a b", "a X b", "a Y b", "a X Y b", " X", " Y")]
    [InlineData("a b", "a P X S b", "a P Y Z S b", "a P X Y Z S b", " P X S", " P Y Z S")] // what both begin and end with stands once
    [InlineData("a b", "a P b", "a P Q b", "a P Q b", " P", " P Q")]
    [InlineData("a b c", "a X b c", "a Y c", "a X Y c", " X", " Y")] // one replaced, the other only added
    public void Insertions_at_one_place_both_stand_the_earlier_first(string original, string earlier, string later, string merged, string first, string second)
    {
        var result = TextCase.Merge(original, earlier, later);

        Assert.Equal(merged, result.Text);
        var record = Assert.Single(result.Records);
        Assert.Equal((ConflictRecordKinds.BothInserted, null), (record.Kind, record.Chosen));
        Assert.Equal((null, first, second), TextCase.Values(record));
    }

    [Theory] // two paragraphs are not one because both begin after an empty line and end with a full stop
    [InlineData("Title.\n", "Title.\n\nFrom Anna.\n", "Title.\n\nFrom Bert.\n", "Title.\n\nFrom Anna.\n\nFrom Bert.\n")]
    [InlineData("Title.", "Title.\n\nFrom Anna.", "Title.\n\nFrom Bert.", "Title.\n\nFrom Anna.\n\nFrom Bert.")]
    [InlineData("- milk\n", "- milk\n- tea\n", "- milk\n- eggs\n", "- milk\n- tea\n- eggs\n")]
    [InlineData("a\n", "a\n## Notes\nAnna's\n", "a\n## Notes\nBert's\n", "a\n## Notes\nAnna's\nBert's\n")] // a whole line that says something stands once
    [InlineData("a\n", "a\nAnna's\nThe end\n", "a\nBert's\nThe end\n", "a\nAnna's\nBert's\nThe end\n")]
    public void Lines_that_both_added_at_one_place_stay_lines(string original, string earlier, string later, string merged) =>
        Assert.Equal(merged, TextCase.Merge(original, earlier, later).Text);

    [Fact]
    public void Of_two_short_rewrites_the_later_stands_and_the_earlier_is_recorded()
    {
        var result = TextCase.Merge("a b c d", "a X Y d", "a Z d", MergePurpose.Resolve);

        Assert.Equal("a Z d", result.Text);
        var record = Assert.Single(result.Records);
        Assert.Equal((ConflictRecordKinds.Replaced, TextCase.Later("").Revision), (record.Kind, record.Chosen));
        Assert.Equal((" b c", " X Y", " Z"), TextCase.Values(record));
        Assert.Equal(" Z", TextCase.Anchored(result, record));
        Assert.Equal("/text", record.Path);
    }

    [Theory] // A blank belongs to what follows it, so it may go where only a quotation mark was meant to.
    [InlineData("of \"all", "\"all", "old of \"all", "old of all")]
    [InlineData("of \"all", "\"all", "of old \"all", "\" old all")]
    [InlineData("们 \"好", "\"好", "们 我 \"好", "\" 我好")] // a script that has none
    public void Words_that_stood_apart_in_every_version_stay_two(string original, string earlier, string later, string merged) =>
        Assert.Equal(merged, TextCase.Merge(original, earlier, later).Text);

    [Fact]
    public void A_rewrite_of_eight_words_may_be_hidden_and_one_of_nine_not()
    {
        var eight = TextCase.Merge("a b c", "a 1 2 3 4 5 6 7 8 c", "a Z c");
        var nine = TextCase.Merge("a b c", "a 1 2 3 4 5 6 7 8 9 c", "a Z c");

        Assert.Equal(("a Z c", ConflictRecordKinds.Replaced), (eight.Text, Assert.Single(eight.Records).Kind));
        Assert.Equal(("a 1 2 3 4 5 6 7 8 9 Z c", ConflictRecordKinds.BothKept), (nine.Text, Assert.Single(nine.Records).Kind));
        Assert.Equal((" b", " 1 2 3 4 5 6 7 8 9", " Z"), TextCase.Values(nine.Records[0]));
        Assert.Null(nine.Records[0].Chosen);
    }

    [Fact]
    public void A_long_later_rewrite_does_not_bring_a_short_earlier_one_back()
    {
        var result = TextCase.Merge("a b c", "a Z c", "a 1 2 3 4 5 6 7 8 9 c");

        Assert.Equal(("a 1 2 3 4 5 6 7 8 9 c", ConflictRecordKinds.Replaced), (result.Text, Assert.Single(result.Records).Kind));
    }

    [Fact]
    public void One_word_too_long_for_a_record_is_not_hidden()
    {
        var word = new string('x', ConflictRecord.MaxValueBytes);
        var result = TextCase.Merge("a b c", $"a {word} c", "a Z c");

        Assert.Equal($"a {word} Z c", result.Text);
        Assert.Equal((" b", null, " Z"), TextCase.Values(Assert.Single(result.Records)));
    }

    [Theory]
    [InlineData("a X Y p", "a b c d e f g H i j k l m n o p")] // the rewrite is earlier
    [InlineData("a b c d e f g H i j k l m n o p", "a X Y p")] // the rewrite is later
    public void A_small_edit_within_a_rewritten_passage_is_recorded(string earlier, string later)
    {
        var result = TextCase.Merge(Passage, earlier, later);

        Assert.Equal("a X Y p", result.Text);
        var record = Assert.Single(result.Records);
        Assert.Equal(ConflictRecordKinds.Replaced, record.Kind);
        Assert.Equal(earlier == "a X Y p" ? TextCase.Earlier("").Revision : TextCase.Later("").Revision, record.Chosen);
        Assert.Equal(" b c d e f g h i j k l m n o", TextCase.Values(record).Base);
        Assert.Contains(" b c d e f g H i j k l m n o", new[] { TextCase.Values(record).Earlier, TextCase.Values(record).Later });
        Assert.Contains(" X Y", new[] { TextCase.Values(record).Earlier, TextCase.Values(record).Later });
        Assert.Equal(" X Y", TextCase.Anchored(result, record));
    }

    [Fact]
    public void A_large_edit_within_a_rewritten_passage_stands_behind_the_rewrite()
    {
        var result = TextCase.Merge(Passage, "a X Y p", "a b c d e f g 1 2 3 4 5 6 7 8 9 i j k l m n o p");

        Assert.Equal("a X Y b c d e f g 1 2 3 4 5 6 7 8 9 i j k l m n o p", result.Text);
        var record = Assert.Single(result.Records);
        Assert.Equal((ConflictRecordKinds.BothKept, null), (record.Kind, record.Chosen));
        Assert.Equal((" b c d e f g h i j k l m n o", " X Y", " b c d e f g 1 2 3 4 5 6 7 8 9 i j k l m n o"), TextCase.Values(record));
    }

    [Theory]
    [InlineData("a p", "a b c d e f g H i j k m n o p")]
    [InlineData("a b c d e f g H i j k m n o p", "a p")]
    public void Work_within_a_deleted_passage_keeps_the_passage(string earlier, string later)
    {
        var result = TextCase.Merge(Passage, earlier, later);

        Assert.Equal("a b c d e f g H i j k m n o p", result.Text); // with what the editor deleted in it gone
        var record = Assert.Single(result.Records);
        Assert.Equal(ConflictRecordKinds.DeletedElsewhere, record.Kind);
        Assert.Equal(earlier == "a p" ? TextCase.Later("").Revision : TextCase.Earlier("").Revision, record.Chosen);
        Assert.Null(earlier == "a p" ? TextCase.Values(record).Earlier : TextCase.Values(record).Later);
        Assert.Equal(" b c d e f g H i j k m n o", TextCase.Anchored(result, record));
    }

    [Theory]
    [InlineData("a b c d e f g h i j k l m", "a m", "a b c d e F g h i j k l m", "a F m", 0)] // eleven words: no passage
    [InlineData("a b c d e f g h i j k l m n", "a n", "a b c d e F g h i j k l m n", "a b c d e F g h i j k l m n", 1)] // twelve
    [InlineData("a b c d e f g h i j k l m n", "a n", "a b c d e g h i j k l m n", "a n", 0)] // only a deletion within
    [InlineData("a b c d e f g h i j k l m n", "a n", "a B c d e f g h i j k l m n", "a B n", 0)] // at its edge, not within
    public void A_passage_has_twelve_words_and_the_edit_is_strictly_within(string original, string earlier, string later, string merged, int records)
    {
        var result = TextCase.Merge(original, earlier, later);

        Assert.Equal(merged, result.Text);
        Assert.Equal(records, result.Records.Length);
    }

    [Fact]
    public void A_passage_that_both_deleted_in_part_keeps_only_what_neither_deleted_twice()
    {
        // The earlier deletes b to o around the later's H; the later also deletes i to p.
        var result = TextCase.Merge(Passage + " q", "a p q", "a b c d e f g H q");

        Assert.Equal("a H q", result.Text.Replace(" b c d e f g", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a b c", "a X c", "a Y c", "a X Y c")]
    [InlineData("a b c", "a X c", "a c", "a X c")]
    [InlineData(Passage, "a X p", "a b c d e f g H i j k l m n o p", "a X b c d e f g H i j k l m n o p")]
    public void An_ancestor_keeps_every_variant_and_records_nothing(string original, string earlier, string later, string merged)
    {
        var result = TextCase.Merge(original, earlier, later, MergePurpose.Ancestor);

        Assert.Equal(merged, result.Text);
        Assert.Empty(result.Records);
    }

    [Fact]
    public void What_stands_in_every_version_but_not_in_the_merge_is_recorded()
    {
        // Each takes out the other's copy of "t".
        var result = TextCase.Merge("t\na b c d e f\nt\n", "a b c d e f\nt\n", "t\na b c d e f\n");

        Assert.DoesNotContain("t", result.Text, StringComparison.Ordinal);
        var record = Assert.Single(result.Records);
        Assert.Equal(ConflictRecordKinds.Missing, record.Kind);
        Assert.Equal(("t", "t", "t"), TextCase.Values(record));
    }

    [Theory]
    [InlineData("the red house", "the blue house", "the red blue house")]
    [InlineData("so one two", "so two three", "so one two three")]
    [InlineData("", "all new", "all new")]
    public void Without_a_base_everything_that_either_has_stays(string earlier, string later, string merged) =>
        Assert.Equal(merged, TextCase.Merge(original: null, earlier, later).Text);

    [Fact]
    public void Lines_are_kept_whole_where_lines_are_asked_for()
    {
        var result = TextCase.Merge("x = 1\ny = 2\n", "x = 10\ny = 2\n", "x = 1 + z\ny = 2\n", MergePurpose.Resolve, TextGrain.Line);

        Assert.Equal("x = 1 + z\ny = 2\n", result.Text);
        Assert.Equal(("x = 1\n", "x = 10\n", "x = 1 + z\n"), TextCase.Values(Assert.Single(result.Records)));
    }

    [Fact]
    public void An_anchor_s_context_changes_with_what_stands_around_it_and_with_nothing_else()
    {
        static string Context(string before, string after) =>
            TextCase.Merge(before + " b" + after, before + " X" + after, before + " Z" + after).Records.Single().Anchor!.Context;

        var far = new string('.', 40);
        Assert.Equal(Context("one" + far, " end"), Context("two" + far, " end"));
        Assert.NotEqual(Context("one", " end"), Context("two", " end"));
        Assert.NotEqual(Context("one", " end"), Context("one", " End"));
        Assert.Equal(16, Context("one", " end").Length);
    }

    [Fact]
    public void Stamps_decide_and_not_revisions()
    {
        var early = TextCase.Earlier("a X c") with { Revision = Revision.Parse("9-" + new string('f', 32)) };

        var result = TextMerge.Merge("", "a b c", early, TextCase.Later("a Y c"), TextGrain.Word, MergePurpose.Resolve, new MergeFuel(MergeFuel.Default));

        Assert.Equal("a Y c", result!.Text);
    }
}
