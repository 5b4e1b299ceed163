using static Aurix.Platform.Tests.Json.JsonCase;

namespace Aurix.Platform.Tests.Json;

/// <summary>Elements that change their array. A board is written <c>todo:a1,b done:c</c>.</summary>
public sealed class MoveTests
{
    private const string Declared = """{"fields":{"/*":"keyed:id unique:/*"}}""";

    [Theory]
    [InlineData("todo:a0,b done:c", "todo:b done:c,a0", "todo:a1,b done:c", "done:c,a1 todo:b")] // moved and changed
    [InlineData("todo:a0,b done:c", "todo:a1,b done:c", "todo:b done:a0,c", "done:a1,c todo:b")]
    [InlineData("todo:a0,b done:c", "todo:b done:c,a0", "todo:b done:c,a0", "done:c,a0 todo:b")] // both the same
    [InlineData("todo:a0,b", "todo:b new:a0", "todo:a1,b", "new:a1 todo:b")] // to an array that was not there
    [InlineData("todo:a0 done:c", "todo: done:c,a0", "todo:a1,x done:c", "done:c,a1 todo:x")]
    [InlineData("todo:a0 done:c", "done:c,a0", "todo:a0 done:c0", "done:c0,a0")] // moved out of an array that is gone
    public void An_element_that_one_moved_stands_once_at_its_new_place_with_what_the_other_made_of_it(string before, string earlier, string later, string expected)
    {
        var merged = Merge(Board(before), Board(earlier), Board(later), Declared);

        Assert.Equal(Board(expected), merged.Text());
        Assert.Empty(merged.Records);
    }

    [Fact]
    public void Who_only_spelled_a_number_anew_has_nothing_to_say_about_what_the_other_moved()
    {
        const string Later = """{"done":"none","n":0.1,"todo":[{"id":"a"},{"id":"b"}]}""";

        var merged = Merge("""{"done":[{"id":"a"}],"n":0.1,"todo":[{"id":"b"}]}""", """{"done":[{"id":"a"}],"n":0.10,"todo":[{"id":"b"}]}""", Later, Declared);

        Assert.Equal(Later, merged.Text());
        Assert.Empty(merged.Records);
    }

    [Fact]
    public void An_element_that_both_moved_stands_where_the_later_put_it_with_what_both_made_of_it()
    {
        var merged = Merge(Board("todo:a0 p: q:"), Board("todo: p:a1 q:"), Board("todo: p: q:a0"), Declared);

        Assert.Equal(Board("p: q:a1 todo:"), merged.Text());
        Assert.Equal(["""moved /q/0: "/p" | "/q" > later"""], merged.Records());
    }

    [Fact]
    public void An_element_that_one_moved_and_the_other_deleted_stays()
    {
        var merged = Merge(Board("todo:a0,b done:c"), Board("todo:b done:c,a0"), Board("todo:b done:c"), Declared);

        Assert.Equal(Board("done:c,a0 todo:b"), merged.Text());
        Assert.Equal(["""deleted-elsewhere /done/1: {"id":"a","v":0} | - > earlier"""], merged.Records());
    }

    [Fact]
    public void An_array_that_one_deleted_and_the_other_moved_something_into_stays()
    {
        var merged = Merge(Board("todo:a0 done:c"), Board("todo: done:c,a0"), Board("todo:a1"), Declared);

        Assert.Equal(Board("done:c,a1 todo:"), merged.Text());
        Assert.Equal("deleted-elsewhere", Assert.Single(merged.Records).Kind);
    }

    [Fact]
    public void Without_a_declaration_a_moved_and_changed_element_stands_twice_and_a_record_says_so()
    {
        var merged = Merge(Board("todo:a0,b done:c"), Board("todo:b done:c,a0"), Board("todo:a1,b done:c"));

        Assert.Equal(Board("done:c,a0 todo:a1,b"), merged.Text());
        Assert.Equal(["deleted-elsewhere", "duplicate-id"], merged.Records.Select(record => record.Kind).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_a_declaration_an_element_that_both_moved_elsewhere_stands_twice_and_a_record_says_so()
    {
        var merged = Merge(Board("todo:a0 p: q:"), Board("todo: p:a0 q:"), Board("todo: p: q:a0"));

        Assert.Equal(Board("p:a0 q:a0 todo:"), merged.Text());
        Assert.Equal(["""duplicate-id /q/0: {"id":"a","v":0} | {"id":"a","v":0} > both"""], merged.Records());
    }

    [Fact] // Each moved its element into the other's.
    public void Two_elements_that_moved_into_each_other_are_both_still_there()
    {
        const string Options = """{"fields":{"/x":"keyed:id unique:tree","/x/*/in":"keyed:id unique:tree"}}""";
        const string Before = """{"x":[{"id":"a","in":[]},{"id":"b","in":[]}]}""";

        var merged = Merge(Before, """{"x":[{"id":"b","in":[{"id":"a"}]}]}""", """{"x":[{"id":"a","in":[{"id":"b"}]}]}""", Options);

        Assert.Contains("\"id\":\"a\"", merged.Text(), StringComparison.Ordinal);
        Assert.Contains("\"id\":\"b\"", merged.Text(), StringComparison.Ordinal);
        Assert.NotEmpty(merged.Records);
    }

    private static string Board(string shorthand) => "{" + string.Join(",", shorthand.Split(' ').Order(StringComparer.Ordinal).Select(column =>
    {
        var parts = column.Split(':');
        return $"\"{parts[0]}\":[{string.Join(",", parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Element))}]";
    })) + "}";

    private static string Element(string word) => word.Length == 1 ? $$"""{"id":"{{word}}"}""" : $$"""{"id":"{{word[..1]}}","v":{{word[1..]}}}""";
}
