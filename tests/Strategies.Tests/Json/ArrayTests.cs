using static Aurix.Platform.Tests.Json.JsonCase;

namespace Aurix.Platform.Tests.Json;

/// <summary>conflict.md §4.2, arrays. In the shorthand <c>a1 b</c> an element has the id a and, if it says so, the value 1.</summary>
public sealed class ArrayTests
{
    [Theory]
    [InlineData("a0 b0", "a1 b0", "a0 b1", "a1 b1")]
    [InlineData("a0 b0", "b0", "a0 b1", "b1")] // removed by one, untouched by the other
    [InlineData("a b c", "a x b c", "a b c y", "a x b c y")]
    [InlineData("a b c", "c b a", "a b c", "c b a")] // one sorted
    [InlineData("a b c", "c b a", "a b c x", "c x b a")] // a new one follows its neighbour
    [InlineData("a b c", "a x c", "a b y c", "a x y c")] // whose neighbour is gone
    [InlineData("a b", "a x y b", "a z b", "a x y z b")] // at one place the earlier edit first, and runs stay together
    [InlineData("a", "x a", "y a", "x y a")]
    [InlineData("", "x y", "y z", "x y z")]
    [InlineData("a b", "x a b", "a b x", "a b x")] // both added x: it stands where the later put it
    public void Elements_with_ids_are_joined_one_by_one(string before, string earlier, string later, string expected)
    {
        var merged = Merge(Document(before), Document(earlier), Document(later));

        Assert.Equal(Document(expected), merged.Text());
        Assert.Empty(merged.Records);
    }

    [Fact]
    public void What_both_sorted_is_sorted_as_the_later_did_and_the_other_order_is_written_down()
    {
        var merged = Merge(Document("a b c"), Document("c b a"), Document("b a c"));

        Assert.Equal(Document("b a c"), merged.Text());
        Assert.Equal(["""reordered /x: ["c","b","a"] | ["b","a","c"] > later"""], merged.Records());
    }

    [Fact]
    public void An_element_that_one_deleted_and_the_other_changed_stays_where_it_was()
    {
        var merged = Merge(Document("a b0 c"), Document("a c"), Document("z a b1 c"));

        Assert.Equal(Document("z a b1 c"), merged.Text());
        Assert.Equal(["""deleted-elsewhere /x/2: - | {"id":"b","v":1} > later"""], merged.Records());
    }

    [Fact]
    public void What_was_removed_from_an_array_that_also_held_other_values_does_not_come_back() => Assert.Equal(
        """{"x":[{"id":"a"}]}""",
        Merge("""{"x":["word",{"id":"a","v":1},{"id":"b"}]}""", """{"x":[{"id":"a","v":1},{"id":"b"}]}""", """{"x":[{"id":"a"}]}""").Text());

    [Fact]
    public void A_record_names_the_place_in_the_merged_array()
    {
        var merged = Merge(Document("a0 b0"), Document("x a0 b1"), Document("y a0 b2"));

        Assert.Equal(Document("x y a0 b2"), merged.Text());
        Assert.Equal(["replaced /x/3/v: 1 | 2 > later"], merged.Records());
    }

    [Fact]
    public void A_declared_key_may_be_a_number() =>
        Assert.Equal(
            """{"x":[{"n":1,"v":1},{"n":2,"v":1}]}""",
            Merge("""{"x":[{"n":1,"v":0},{"n":2,"v":0}]}""", """{"x":[{"n":1,"v":1},{"n":2,"v":0}]}""", """{"x":[{"n":1,"v":0},{"n":2.0,"v":1}]}""", Field("keyed:n")).Text());

    [Theory]
    [InlineData("[1,2,3]", "[1,9,2,3]", "[1,2,3,4]", "[1,9,2,3,4]")]
    [InlineData("[1,2,3]", "[1,3]", "[1,2,3,4]", "[1,3,4]")]
    [InlineData("[1,2,3]", "[2,3]", "[1,2]", "[2]")]
    [InlineData("[1,2,3]", "[]", "[1,2,3,4]", "[4]")]
    [InlineData("[1]", "[1,2]", "[1,2]", "[1,2]")]
    [InlineData("[1,2]", "[5,2]", "[1,6]", "[5,6]")] // neighbours
    [InlineData("""[{"p":1}]""", """[{"p":1},{"p":2}]""", """[{"p":0},{"p":1}]""", """[{"p":0},{"p":1},{"p":2}]""")]
    [InlineData("""["a"]""", """["a","a"]""", """["a","b"]""", """["a","a","b"]""")]
    public void Elements_without_ids_are_joined_by_their_places(string before, string earlier, string later, string expected) =>
        Assert.Equal($$"""{"x":{{expected}}}""", Merge($$"""{"x":{{before}}}""", $$"""{"x":{{earlier}}}""", $$"""{"x":{{later}}}""").Text());

    [Theory]
    [InlineData("[1,2,3]", "[1,8,3]", "[1,9,3]", "[1,8,9,3]", "both-kept /x: [8] | [9] > both")]
    [InlineData("[1]", "[1,5,6]", "[1,5,7]", "[1,5,6,7]", "both-inserted /x: [6] | [7] > both")]
    public void What_both_put_at_one_place_is_all_there_the_earlier_first(string before, string earlier, string later, string expected, string record)
    {
        var merged = Merge($$"""{"x":{{before}}}""", $$"""{"x":{{earlier}}}""", $$"""{"x":{{later}}}""");

        Assert.Equal($$"""{"x":{{expected}}}""", merged.Text());
        Assert.Equal([record], merged.Records());
    }

    [Fact]
    public void Without_an_ancestor_what_both_have_stands_once_and_nothing_is_dropped() =>
        Assert.Equal("""{"x":[0,1,2,5,3,9]}""", Merge(null, """{"x":[1,2,3,9]}""", """{"x":[0,1,5,3]}""").Text());

    [Theory]
    [InlineData("[[1,2]]", "[[1,2],[3]]", "[[0],[1,2]]", "[[0],[1,2],[3]]")]
    [InlineData("[1.0]", "[1]", "[1,2]", "[1,2]")]
    public void Elements_are_compared_by_value(string before, string earlier, string later, string expected) =>
        Assert.Equal($$"""{"x":{{expected}}}""", Merge($$"""{"x":{{before}}}""", $$"""{"x":{{earlier}}}""", $$"""{"x":{{later}}}""").Text());

    private static string Document(string shorthand) =>
        $$"""{"x":[{{string.Join(",", shorthand.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Element))}}]}""";

    private static string Element(string word) => word.Length == 1 ? $$"""{"id":"{{word}}"}""" : $$"""{"id":"{{word[..1]}}","v":{{word[1..]}}}""";
}
