using Aurix.Platform.Conflict;
using Aurix.Platform.Conflict.Explaining;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.Explaining;

public sealed class RecordAnswerTests
{
    private static readonly Revision Early = Rev("2-a");
    private static readonly Revision Late = Rev("2-b");

    [Theory]
    [InlineData("/a/b", """{"a":{"b":2}}""", """{"a":{"b":1}}""")]
    [InlineData("/list/1", """{"list":[0,2,4]}""", """{"list":[0,1,4]}""")]
    [InlineData("", "2", "1")]
    [InlineData("/a~1b", """{"a/b":2}""", """{"a/b":1}""")]
    [InlineData("/~0", """{"~":2}""", """{"~":1}""")]
    public void Another_variant_takes_the_place_of_the_one_that_stands(string path, string content, string expected) =>
        Assert.Equal(expected, Apply(content, Record(path, "1", "2"), Early));

    [Theory] // what stands there is no longer what the merge let stand
    [InlineData("/a/b", """{"a":{"b":3}}""")]
    [InlineData("/a/b", """{"a":7}""")]
    [InlineData("/a/b", "{}")]
    [InlineData("/a/0", """{"a":[]}""")]
    public void A_place_that_was_edited_since_is_left_alone(string path, string content) =>
        Assert.Equal("EditedSince", Assert.Throws<UsageException>(() => Apply(content, Record(path, "1", "2"), Early)).Code);

    [Fact]
    public void A_deletion_can_be_chosen_over_the_change_that_stands() =>
        Assert.Equal("""{"b":1}""", Apply("""{"a":2,"b":1}""", Record("/a", null, "2") with { Kind = ConflictRecordKinds.DeletedElsewhere }, Early));

    [Fact]
    public void A_value_that_the_record_does_not_hold_is_not_taken_for_nothing() =>
        Assert.Equal("ValueNotKept", Assert.Throws<UsageException>(() => Apply("""{"a":2}""", Record("/a", null, "2"), Early)).Code);

    [Fact]
    public void A_choice_within_a_text_replaces_just_its_place()
    {
        const string Text = "We meet at noon by the lake.";
        var record = Record("/text", "\"nine\"", "\"noon\"") with { Anchor = TextAnchor.At(Text, 11, 4) };

        Assert.Equal("""{"text":"We meet at nine by the lake."}""", Apply($$"""{"text":"{{Text}}"}""", record, Early));
        Assert.Equal("EditedSince", Assert.Throws<UsageException>(() => Apply("""{"text":"Shall we meet at noon by the lake."}""", record, Early)).Code);
        Assert.Equal("EditedSince", Assert.Throws<UsageException>(() => Apply("""{"text":"No."}""", record, Early)).Code);
        Assert.Equal("EditedSince", Assert.Throws<UsageException>(() => Apply("""{"text":7}""", record, Early)).Code);
    }

    [Fact]
    public void A_version_that_has_no_variant_and_a_file_are_refused()
    {
        Assert.Equal("VersionMissing", Assert.Throws<UsageException>(() => Apply("2", Record("", "1", "2"), Rev("2-c"))).Code);
        Assert.Equal("RecordIsAFile", Assert.Throws<UsageException>(() => Apply("2", Record("#files/a", "1", "2"), Early)).Code);
    }

    private static string Apply(string content, ConflictRecord record, Revision version) =>
        RecordAnswer.Apply(Id, CanonicalJson.Parse(content), record, version).ToText();

    private static ConflictRecord Record(string path, string? early, string late) => new(
        path,
        ConflictRecordKinds.Replaced,
        null,
        [
            new(Early, new HybridTimestamp(1, 0, Actor('A')), early is null ? null : CanonicalJson.Parse(early)),
            new(Late, new HybridTimestamp(2, 0, Actor('B')), CanonicalJson.Parse(late)),
        ],
        Late);
}
