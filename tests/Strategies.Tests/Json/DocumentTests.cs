using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using static Aurix.Platform.Tests.Json.JsonCase;
using static Aurix.Platform.Tests.Versions;

namespace Aurix.Platform.Tests.Json;

/// <summary>Whole documents: deletes, files, ancestors, options, what is declined.</summary>
public sealed class DocumentTests
{
    [Theory]
    [InlineData("""{"x":2}""", null, "earlier", """{"x":2} | -""")]
    [InlineData(null, """{"x":2}""", "later", """- | {"x":2}""")]
    public void An_edit_outlives_a_delete_and_a_record_says_so(string? earlier, string? later, string chosen, string variants)
    {
        var merged = Merge("""{"x":1}""", earlier, later);

        Assert.False(merged.Deleted);
        Assert.Equal("""{"x":2}""", merged.Text());
        Assert.Equal([$"deleted-elsewhere : {variants} > {chosen}"], merged.Records());
    }

    [Fact]
    public void A_delete_stands_against_a_version_that_changed_nothing()
    {
        var merged = Merge(Input(Base("1", ("a", "x")), Earlier(null), Later("1", ("a", "x"))));

        Assert.True(merged.Deleted);
        Assert.Empty(merged.Attachments);
        Assert.Empty(merged.Records);
    }

    [Fact]
    public void A_delete_does_not_stand_against_a_new_file()
    {
        var merged = Merge(Input(Base("1", ("a", "x")), Earlier("1", ("a", "x"), ("b", "y")), Later(null)));

        Assert.False(merged.Deleted);
        Assert.Equal(["a", "b"], merged.Attachments.Keys);
    }

    [Fact]
    public void Two_deletes_are_a_delete() => Assert.True(Merge("1", null, null).Deleted);

    [Fact]
    public void A_document_that_one_side_brought_back_is_back()
    {
        var before = Base("null") with { Deleted = true };

        Assert.Equal("1", Merge(Input(before, Earlier("1"), Later(null))).Text());
        Assert.Equal("""{"x":1,"y":2}""", Merge(Input(before, Earlier("""{"x":1}"""), Later("""{"y":2}"""))).Text());
    }

    [Fact]
    public void Files_are_joined_with_the_content()
    {
        var merged = Merge(Input(Base("""{"x":1}"""), Earlier("""{"x":2}""", ("a", "1")), Later("""{"x":1}""", ("a", "2"))));

        Assert.Equal("""{"x":2}""", merged.Text());
        Assert.Equal(["a", "a (conflict MQAAAAAA)"], merged.Attachments.Keys);
        Assert.Equal(ConflictRecordKinds.FileRenamed, Assert.Single(merged.Records).Kind);
    }

    [Fact] // A value that an ancestor decided would pass for an old one, and lose against whoever did not know of it.
    public void An_ancestor_keeps_both_values_so_that_they_meet_again()
    {
        var ancestor = Assert.IsType<MergeOutcome.Merged>(Answer(Input(Base("""{"x":1,"y":1}"""), Earlier("""{"x":2,"y":1}"""), Later("""{"x":3,"y":2}""")) with { Purpose = MergePurpose.Ancestor }));
        var merged = Merge(ancestor.Content.ToText(), """{"x":2,"y":2}""", """{"x":3,"y":2}""");

        Assert.Empty(ancestor.Records);
        Assert.Equal("""{"x":3,"y":2}""", merged.Text());
        Assert.Equal(["replaced /x: 2 | 3 > later"], merged.Records());
    }

    [Theory]
    [InlineData("""{"fields":{"/x":"countre"}}""", "'/x' to be 'countre'")]
    [InlineData("""{"fields":{"/x":"keyed"}}""", "'keyed'")]
    [InlineData("""{"fields":{"/x":"keyed:id sorted:a"}}""", "'keyed:id sorted:a'")]
    [InlineData("""{"fields":{"/x":"keyed:id order:a,,b"}}""", "'keyed:id order:a,,b'")]
    [InlineData("""{"fields":{"/x":7}}""", "'/x' to be 'no string'")]
    [InlineData("""{"fields":{"x":"text"}}""", "'x', which is no path")]
    [InlineData("""{"fields":[]}""", "'fields'")]
    [InlineData("""{"strings":"prose"}""", "'strings'")]
    [InlineData("""{"grain":"letter"}""", "'grain'")]
    [InlineData("[]", "options")]
    public void Options_that_are_not_understood_are_declined_by_name(string options, string named)
    {
        var declined = Assert.IsType<MergeOutcome.Decline>(Answer(Input(Base("1"), Earlier("2"), Later("3"), options)));

        Assert.Contains(named, declined.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_for_others_are_left_alone() => Assert.Equal("3", Merge("1", "2", "3", """{"deletes":"by-time","colour":7}""").Text());

    [Fact]
    public void The_path_that_names_more_of_a_place_decides()
    {
        const string Options = """{"fields":{"/*/n":"max","/a/n":"min"}}""";

        Assert.Equal("""{"a":{"n":2},"b":{"n":3}}""", Merge("""{"a":{"n":1},"b":{"n":1}}""", """{"a":{"n":2},"b":{"n":2}}""", """{"a":{"n":3},"b":{"n":3}}""", Options).Text());
    }

    [Fact]
    public void Three_different_heads_are_declined_and_three_equal_ones_are_one()
    {
        var third = Head(Revision.Parse("2-c" + new string('0', 31)), new HybridTimestamp(3, 0, new ActorId(3)), "2");
        var input = Input(Base("1"), Earlier("2"), Later("3"));

        Assert.IsType<MergeOutcome.Decline>(Answer(input with { Heads = input.Heads.Add(third) }));
        Assert.Equal("2", Assert.IsType<MergeOutcome.Merged>(Answer(input with { Heads = [input.Heads[0], Later("2"), third] })).Text());
    }

    [Fact]
    public void A_value_too_long_for_a_record_is_found_in_the_kept_version()
    {
        var merged = Merge("""{"x":1}""", $$"""{"x":"{{new string('y', 5000)}}"}""", """{"x":2}""");

        Assert.Equal(["type-changed /x: - | 2 > later"], merged.Records());
    }

    [Fact]
    public void Values_nested_as_deep_as_they_may_be_are_joined()
    {
        string Deep(string value) => string.Concat(Enumerable.Repeat("""{"x":""", 127)) + value + new string('}', 127);

        Assert.Equal(Deep("3"), Merge(Deep("1"), Deep("2"), Deep("3")).Text());
    }
}
