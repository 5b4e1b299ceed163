using static Aurix.Platform.Tests.Json.JsonCase;

namespace Aurix.Platform.Tests.Json;

/// <summary>conflict.md §4.2, rule by rule. Expected results are written by hand from that text.</summary>
public sealed class FieldTypeTests
{
    [Theory]
    [InlineData("""{"x":1,"y":1}""", """{"x":2,"y":1}""", """{"x":1,"y":2}""", """{"x":2,"y":2}""")] // different fields
    [InlineData("""{"x":1}""", """{"x":2}""", """{"x":2}""", """{"x":2}""")] // the same change
    [InlineData("""{"x":1,"y":1}""", """{"y":1}""", """{"x":1,"y":2}""", """{"y":2}""")] // removed by one, untouched by the other
    [InlineData("""{}""", """{"x":null}""", """{"y":1}""", """{"x":null,"y":1}""")] // null is a value
    [InlineData("""{"x":null}""", """{}""", """{"x":null,"y":1}""", """{"y":1}""")] // and its absence is none
    [InlineData("""{"x":{"p":1,"q":1}}""", """{"x":{"p":2,"q":1}}""", """{"x":{"p":1,"q":2}}""", """{"x":{"p":2,"q":2}}""")] // deeper
    [InlineData("""{"x":0.1,"y":0}""", """{"x":0.10,"y":0}""", """{"x":0.1,"y":0}""", """{"x":0.10,"y":0}""")] // a new spelling of a number is kept
    [InlineData("""{"x":0.1,"y":0}""", """{"x":0.10,"y":0}""", """{"x":5,"y":0}""", """{"x":5,"y":0}""")] // but is no new value
    [InlineData("""{"x":9007199254740993,"y":0}""", """{"x":9007199254740993,"y":1}""", """{"x":9007199254740992,"y":0}""", """{"x":9007199254740992,"y":1}""")] // beyond 2^53
    [InlineData("""{}""", """{"x":{"p":1}}""", """{"x":{"q":2}}""", """{"x":{"p":1,"q":2}}""")] // both added an object
    public void What_only_one_side_changed_stands_without_a_record(string before, string earlier, string later, string expected)
    {
        var merged = Merge(before, earlier, later);

        Assert.Equal(expected, merged.Text());
        Assert.Empty(merged.Records);
    }

    [Theory]
    [InlineData("""{"x":1}""", """{"x":2}""", """{"x":3}""", """{"x":3}""", "replaced /x: 2 | 3 > later")]
    [InlineData("""{"x":"a b"}""", """{"x":"c d"}""", """{"x":"e f"}""", """{"x":"e f"}""", "replaced /x: \"c d\" | \"e f\" > later")] // too short for prose
    [InlineData("""{}""", """{"x":1}""", """{"x":2}""", """{"x":2}""", "replaced /x: 1 | 2 > later")]
    [InlineData("""{"x":1}""", """{"x":"1"}""", """{"x":2}""", """{"x":2}""", "type-changed /x: \"1\" | 2 > later")]
    [InlineData("""{"x":{"p":1}}""", """{"x":{"p":2}}""", """{"x":[]}""", """{"x":[]}""", """type-changed /x: {"p":2} | [] > later""")]
    [InlineData("""{"x":{"p":1}}""", """{"x":{"p":2}}""", """{}""", """{"x":{"p":2}}""", """deleted-elsewhere /x: {"p":2} | - > earlier""")]
    [InlineData("""{"x":{"p":1}}""", """{}""", """{"x":{"p":2}}""", """{"x":{"p":2}}""", """deleted-elsewhere /x: - | {"p":2} > later""")]
    [InlineData("""{"a/b":{"c~d":1}}""", """{"a/b":{"c~d":2}}""", """{"a/b":{"c~d":3}}""", """{"a/b":{"c~d":3}}""", "replaced /a~1b/c~0d: 2 | 3 > later")]
    public void What_both_changed_is_decided_and_the_other_is_written_down(string before, string earlier, string later, string expected, string record)
    {
        var merged = Merge(before, earlier, later);

        Assert.Equal(expected, merged.Text());
        Assert.Equal([record], merged.Records());
    }

    [Theory]
    [InlineData("4", "5", "7", "8")]
    [InlineData("4", "5", "5", "6")] // two devices that each counted one
    [InlineData("4", "3", "6", "5")]
    [InlineData("0.1", "0.2", "0.3", "0.4")] // decimals, exactly
    [InlineData("9007199254740993", "9007199254740994", "9007199254740995", "9007199254740996")]
    [InlineData("1e30", "1e30", "1000000000000000000000000000001", "1000000000000000000000000000001")]
    public void A_counter_adds_what_each_side_added(string before, string earlier, string later, string expected)
    {
        var merged = Merge($$"""{"x":{{before}},"y":0}""", $$"""{"x":{{earlier}},"y":1}""", $$"""{"x":{{later}},"y":0}""", Field("counter"));

        Assert.Equal($$"""{"x":{{expected}},"y":1}""", merged.Text());
        Assert.Empty(merged.Records);
    }

    [Fact]
    public void A_counter_that_both_began_counts_from_nothing() =>
        Assert.Equal("""{"x":5,"y":1}""", Merge("{}", """{"x":2}""", """{"x":3,"y":1}""", Field("counter")).Text());

    [Fact] // Of an older ancestor, part of what both counted may be the same edit.
    public void Equal_counts_over_an_older_ancestor_are_one() =>
        Assert.Equal("""{"x":5,"y":1}""", Merge(Versions.Input(
            Versions.Base("""{"x":4,"y":0}""") with { Quality = Documents.BaseQuality.Older }, Versions.Earlier("""{"x":5,"y":0}"""), Versions.Later("""{"x":5,"y":1}"""), Field("counter"))).Text());

    [Fact]
    public void A_counter_whose_beginning_nobody_knows_keeps_the_higher_count_and_writes_down_the_other()
    {
        var merged = Merge(null, """{"x":7}""", """{"x":3}""", Field("counter"));

        Assert.Equal("""{"x":7}""", merged.Text());
        Assert.Equal(["replaced /x: 7 | 3 > earlier"], merged.Records());
    }

    [Fact]
    public void A_sum_that_would_need_ten_thousand_digits_is_not_taken()
    {
        var merged = Merge("""{"x":1}""", """{"x":1e999999999}""", """{"x":2}""", Field("counter"));

        Assert.Equal("""{"x":2}""", merged.Text());
        Assert.Equal(["replaced /x: 1e999999999 | 2 > later"], merged.Records());
    }

    [Theory]
    [InlineData("max", "1", "5", "3", "5")]
    [InlineData("max", "1", "3", "5", "5")]
    [InlineData("max", "9", "-5", "-4.5", "-4.5")]
    [InlineData("min", "1", "0.30", "0.3000001", "0.30")]
    [InlineData("min", "1", "1e-400", "1e-399", "1e-400")]
    [InlineData("min", "1", "0", "-0.5", "-0.5")]
    public void The_highest_or_lowest_of_two_stands_without_a_record(string type, string before, string earlier, string later, string expected)
    {
        var merged = Merge($$"""{"x":{{before}}}""", $$"""{"x":{{earlier}}}""", $$"""{"x":{{later}}}""", Field(type));

        Assert.Equal($$"""{"x":{{expected}}}""", merged.Text());
        Assert.Empty(merged.Records);
    }

    [Theory]
    [InlineData("{}", "true", "false", "true")]
    [InlineData("{}", "false", "true", "true")]
    [InlineData("""{"x":null}""", "true", "false", "true")]
    public void A_flag_that_either_side_set_is_set(string before, string earlier, string later, string expected) =>
        Assert.Equal($$"""{"x":{{expected}}}""", Merge(before, $$"""{"x":{{earlier}}}""", $$"""{"x":{{later}}}""", Field("bool-or")).Text());

    [Theory]
    [InlineData("""["a","b"]""", """["a"]""", """["c","a","b"]""", """["a","c"]""")] // removed by one, untouched by the other
    [InlineData("""["a"]""", """["b","a"]""", """["a","b"]""", """["a","b"]""")]
    [InlineData("[]", """["b",2]""", """["a",10,2.0]""", """[2,10,"a","b"]""")] // numbers by value, then text
    [InlineData("""["a","a"]""", """["a","a","z"]""", """["a","a","B"]""", """["B","a","z"]""")]
    public void A_set_has_what_both_have_and_what_either_added(string before, string earlier, string later, string expected)
    {
        var merged = Merge($$"""{"x":{{before}}}""", $$"""{"x":{{earlier}}}""", $$"""{"x":{{later}}}""", Field("set"));

        Assert.Equal($$"""{"x":{{expected}}}""", merged.Text());
        Assert.Empty(merged.Records);
    }

    [Fact]
    public void Sets_that_both_began_are_united() =>
        Assert.Equal("""{"x":["a","b"]}""", Merge(null, """{"x":["b"]}""", """{"x":["a"]}""", Field("set")).Text());

    [Fact]
    public void What_is_atomic_is_never_mixed()
    {
        var merged = Merge("""{"x":[1,1]}""", """{"x":[2,1]}""", """{"x":[1,2]}""", Field("atomic"));

        Assert.Equal("""{"x":[1,2]}""", merged.Text());
        Assert.Equal(["replaced /x: [2,1] | [1,2] > later"], merged.Records());
    }

    [Fact]
    public void A_declared_scalar_is_no_text_however_long()
    {
        var merged = Merge("""{"x":"a b c d e f g h"}""", """{"x":"z b c d e f g h"}""", """{"x":"a b c d e f g z"}""", Field("scalar"));

        Assert.Equal("""{"x":"a b c d e f g z"}""", merged.Text());
        Assert.Single(merged.Records);
    }

    [Theory] // The type says what the value should be; a value of another kind is joined as what it is.
    [InlineData("counter", "\"4\"", "\"5\"", "\"6\"", "\"6\"")]
    [InlineData("text", "{}", """{"p":1}""", """{"q":1}""", """{"p":1,"q":1}""")]
    [InlineData("set", "1", "2", "3", "3")]
    [InlineData("keyed:id", "[1]", "[1,2]", "[0,1]", "[0,1,2]")]
    public void A_value_of_another_kind_than_declared_is_joined_as_what_it_is(string type, string before, string earlier, string later, string expected) =>
        Assert.Equal($$"""{"x":{{expected}}}""", Merge($$"""{"x":{{before}}}""", $$"""{"x":{{earlier}}}""", $$"""{"x":{{later}}}""", Field(type)).Text());

    [Fact]
    public void The_whole_document_can_be_one_value()
    {
        Assert.Equal("3", Merge("1", "2", "3").Text());
        Assert.Equal("4", Merge("1", "2", "3", Field("counter", "")).Text());
    }
}
