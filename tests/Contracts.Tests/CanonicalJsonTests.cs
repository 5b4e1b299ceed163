using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("1.0", "1")]
    [InlineData("1E2", "100")]
    [InlineData("0.1", "0.1")]
    [InlineData("-0", "0")]
    [InlineData("0.5", "0.5")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("9007199254740993", "9007199254740993")] // no double: kept
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("131856876998833712", "131856876998833712")] // a double, whose shortest digits are those of another number
    [InlineData("-131856876998833712.0", "-131856876998833712.0")]
    [InlineData("1E+0400", "1e400")]
    [InlineData("295147905179352830000", "295147905179352830000")] // RFC 8785 appendix B
    [InlineData("1e+21", "1e+21")] // exactly a double, so ECMAScript's spelling
    public void A_number_has_one_spelling_and_loses_no_digit(string literal, string canonical) =>
        Assert.Equal(canonical, CanonicalJson.Parse(literal).ToText());

    [Fact]
    public void Members_are_sorted_by_UTF_16_code_unit()
    {
        // RFC 8785 §3.2.3: the surrogate pair comes before U+FB33.
        var json = CanonicalJson.Parse("""{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}""");

        Assert.Equal("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\U0001F600\":5,\"\ufb33\":3}", json.ToText());
    }

    [Fact]
    public void T34_Only_what_must_be_escaped_is_escaped() =>
        Assert.Equal(
            "\"\U0001F600\u2028\u007F\uFEFF\\u0001\\n\\\"\\\\/\"",
            CanonicalJson.Parse("\"\\ud83d\\ude00\\u2028\\u007f\\ufeff\\u0001\\u000a\\\"\\\\\\/\"").ToText());

    [Theory]
    [InlineData("\"\\ud83d\"")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"b":1,"a":2,"b":3}""")]
    [InlineData("1 2")]
    [InlineData("")]
    [InlineData("01")]
    public void T34_What_says_one_thing_in_two_ways_or_nothing_is_refused(string text) =>
        Assert.Throws<FormatException>(() => CanonicalJson.Parse(text));

    [Fact]
    public void Depth_is_bounded()
    {
        Assert.Equal(256, CanonicalJson.Parse(new string('[', 128) + new string(']', 128)).ToText().Length);
        Assert.Throws<FormatException>(() => CanonicalJson.Parse(new string('[', 129) + new string(']', 129)));
    }

    [Fact]
    public void Text_that_is_not_canonical_is_not_taken_for_it() =>
        Assert.Throws<FormatException>(() => CanonicalJson.RequireCanonical("{ }"u8.ToArray()));
}
