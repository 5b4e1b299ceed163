using System.Text;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Fields;
using Aurix.Platform.Storage.Search;

namespace Aurix.Platform.Tests;

public sealed class FieldMatchTests
{
    private const string Interview = """
        {
          "title": "Über Gärten", "year": 1987, "price": 1.10, "big": 9007199254740993, "draft": false, "editor": null,
          "speaker": { "name": "Ada" }, "tags": ["garden", "oral history", 7], "empty": [],
          "turns": [ { "who": "ada", "words": ["one"] }, { "who": "bob", "words": ["two", "three"] } ],
          "broken": "\ud800"
        }
        """;

    [Theory]
    [InlineData("title", FieldComparison.Equal, "\"Über Gärten\"")]
    [InlineData("speaker.name", FieldComparison.Equal, "\"Ada\"")]
    [InlineData("tags[]", FieldComparison.Equal, "\"garden\"")] // one element is enough
    [InlineData("tags[]", FieldComparison.Equal, "7")]
    [InlineData("turns[].who", FieldComparison.Equal, "\"bob\"")]
    [InlineData("turns[].words[]", FieldComparison.StartsWith, "\"th\"")]
    [InlineData("draft", FieldComparison.Equal, "false")]
    [InlineData("editor", FieldComparison.Equal, "null")]
    [InlineData("year", FieldComparison.Equal, "1987.0")] // numbers go by what they are worth
    [InlineData("year", FieldComparison.Equal, "19.87E+2")]
    [InlineData("price", FieldComparison.Equal, "1.1")]
    [InlineData("year", FieldComparison.Less, "1987.5")]
    [InlineData("year", FieldComparison.LessOrEqual, "1987")]
    [InlineData("year", FieldComparison.Greater, "-3000")]
    [InlineData("year", FieldComparison.GreaterOrEqual, "200")] // as numbers, not as texts
    [InlineData("big", FieldComparison.Greater, "9007199254740992")] // equal as doubles
    [InlineData("title", FieldComparison.Greater, "\"Uber\"")]
    [InlineData("title", FieldComparison.StartsWith, "\"Über\"")]
    [InlineData("empty", FieldComparison.Exists, "true")]
    [InlineData("editor", FieldComparison.Exists, "true")] // null is there
    [InlineData("empty[]", FieldComparison.Exists, "false")]
    [InlineData("speaker.age", FieldComparison.Exists, "false")]
    [InlineData("title.length", FieldComparison.Exists, "false")]
    [InlineData("year", FieldComparison.NotEqual, "\"1987\"")] // another type
    [InlineData("nowhere", FieldComparison.NotEqual, "1")]
    [InlineData("speaker", FieldComparison.NotEqual, "\"Ada\"")]
    [InlineData("tags", FieldComparison.NotEqual, "\"garden\"")] // the array itself is no string
    [InlineData("broken", FieldComparison.NotEqual, "\"x\"")]
    public void A_document_that_is_so_meets_the_condition(string path, FieldComparison comparison, string value) => Assert.True(Meets(path, comparison, value));

    [Theory]
    [InlineData("title", FieldComparison.Equal, "\"über gärten\"")]
    [InlineData("year", FieldComparison.Equal, "\"1987\"")]
    [InlineData("year", FieldComparison.Less, "\"2\"")]
    [InlineData("title", FieldComparison.Less, "2")]
    [InlineData("big", FieldComparison.Equal, "9007199254740992")]
    [InlineData("draft", FieldComparison.Equal, "true")]
    [InlineData("draft", FieldComparison.Equal, "null")]
    [InlineData("tags[]", FieldComparison.NotEqual, "\"garden\"")] // the opposite of Equal, not "some other element"
    [InlineData("tags", FieldComparison.Equal, "\"garden\"")]
    [InlineData("speaker[]", FieldComparison.Exists, "true")]
    [InlineData("speaker", FieldComparison.Exists, "false")]
    [InlineData("title", FieldComparison.StartsWith, "\"Gärten\"")]
    [InlineData("broken", FieldComparison.Equal, "\"\uFFFD\"")] // half a surrogate pair is like nothing
    public void A_document_that_is_not_so_does_not(string path, FieldComparison comparison, string value) => Assert.False(Meets(path, comparison, value));

    [Theory]
    [InlineData("\"a\"", "\"b\"")]
    [InlineData("\"B\"", "\"a\"")] // no culture
    [InlineData("\"a\"", "\"aa\"")]
    [InlineData("\"\uFF5E\"", "\"\U0001F600\"")] // UTF-16 would turn these round
    [InlineData("-2", "-1")]
    [InlineData("-1e400", "-1e399")] // beyond every double
    [InlineData("1e399", "1e400")]
    [InlineData("0.10000000000000000001", "0.10000000000000000002")]
    [InlineData("-0.10000000000000000002", "-0.10000000000000000001")]
    [InlineData("0", "1e-400")]
    [InlineData("9", "1e1")]
    public void The_order_is_the_same_from_both_sides(string lower, string higher)
    {
        Assert.True(Compare(lower, FieldComparison.Less, higher));
        Assert.True(Compare(higher, FieldComparison.Greater, lower));
        Assert.True(Compare(higher, FieldComparison.NotEqual, lower));
        Assert.False(Compare(higher, FieldComparison.LessOrEqual, lower));
        Assert.False(Compare(lower, FieldComparison.GreaterOrEqual, higher));
    }

    [Theory]
    [InlineData("-0", "0.0e7")]
    [InlineData("100", "1e2")]
    [InlineData("0.5", "5E-1")]
    [InlineData("1e400", "10e399")]
    public void Numbers_that_are_worth_the_same_are_equal(string one, string other)
    {
        Assert.True(Compare(one, FieldComparison.Equal, other));
        Assert.True(Compare(other, FieldComparison.GreaterOrEqual, one));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("a.")]
    [InlineData("[]")]
    [InlineData("a[0]")]
    [InlineData("a[]b")]
    public void What_is_no_path_is_refused_with_a_code(string text)
    {
        Assert.Equal("FieldPathInvalid", Assert.Throws<UsageException>(() => FieldPath.Parse(text)).Code);
        Assert.False(FieldPath.TryParse(text, out _));
    }

    [Fact]
    public void A_path_knows_its_steps_and_equals_what_is_written_the_same()
    {
        var path = FieldPath.Parse("turns[][].who");

        Assert.Equal("turns [] [] who", string.Join(' ', path.Steps));
        Assert.True(path.HasElements);
        Assert.Equal(path, FieldPath.Parse(path.ToString()));
    }

    [Theory]
    [InlineData(FieldComparison.Equal, "{}")]
    [InlineData(FieldComparison.Less, "true")]
    [InlineData(FieldComparison.StartsWith, "1")]
    [InlineData(FieldComparison.Exists, "null")]
    public void What_could_never_be_compared_is_refused(FieldComparison comparison, string value) =>
        Assert.Equal("FieldConditionInvalid", Assert.Throws<UsageException>(() => Condition("a", comparison, value)).Code);

    [Fact]
    public void A_condition_does_not_print_its_value() => Assert.Equal("a Equal", Condition("a", FieldComparison.Equal, "\"secret\"").ToString());

    private static bool Compare(string one, FieldComparison comparison, string other) =>
        FieldMatch.Meets(Encoding.UTF8.GetBytes($$"""{"v":{{one}}}"""), [Condition("v", comparison, other)]);

    private static bool Meets(string path, FieldComparison comparison, string value) =>
        FieldMatch.Meets(Encoding.UTF8.GetBytes(Interview), [Condition(path, comparison, value)]);

    private static FieldCondition Condition(string path, FieldComparison comparison, string value) =>
        new(FieldPath.Parse(path), comparison, CanonicalJson.Parse(value));
}
