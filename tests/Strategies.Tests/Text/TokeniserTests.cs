using System.Globalization;
using Aurix.Platform.Merging.Text;
using CsCheck;

namespace Aurix.Platform.Tests.Text;

public sealed class TokeniserTests
{
    // Everything that has a rule, and enough of each to meet the others.
    private static readonly Gen<string> AnyText = Gen.OneOf(new[]
    {
        " ", "\t", "\n", "\r", "\r\n", "a", "B9_", ".", "'", "\0", "é", "e\u0301", "\u0301", "漢", "字", "か\u3099", "。", "Ａ", "ﾊﾞ", "한", "글",
        "👍", "👍🏽", "👩‍👩‍👧", "\u200D", "\uFE0F", "☝️", "🇩🇪", "🇩", "#️⃣", "𠀋", "葛\U000E0100", "〰\uFE0F\u200D〰", "ก็", "\uD83D", "\uDE00", "ﷺ", "\u00A0",
    }.Select(Gen.Const).ToArray<IGen<string>>()).Array[0, 30]
        .Select(string.Concat);

    [Theory]
    [InlineData("The quick  fox.", "The| quick|  fox|.")]
    [InlineData("one\r\n\r\n\ttwo\rthree\n", "one|\r\n|\r\n|\ttwo|\r|three|\n")]
    [InlineData("trailing blanks  \nand end ", "trailing| blanks|  \n|and| end| ")]
    [InlineData("don't snake_case 3.5", "don|'|t| snake_case| 3|.|5")]
    [InlineData("naïve Größe ἀρχή", "naïve| Größe| ἀρχή")]
    [InlineData("会議は3時。OK", "会|議|は|3|時|。|OK")]
    [InlineData("회의 시간", "회의| 시간")]
    [InlineData("か\u3099き", "か\u3099|き")]
    [InlineData("葛\U000E0100城", "葛\U000E0100|城")]
    [InlineData("𠀋𠂉", "𠀋|𠂉")]
    [InlineData("a👩‍👩‍👧 👍🏽!", "a👩‍👩‍👧| 👍🏽|!")]
    [InlineData("#️⃣ *\u0301", "#️⃣| *\u0301")]
    [InlineData("", "")]
    public void Texts_are_cut_like_this(string text, string tokens) => Assert.Equal(tokens, string.Join('|', TextCase.Tokens(text)));

    [Fact]
    public void Tokens_side_by_side_are_the_text_and_none_is_empty() => AnyText.Sample(
        text => string.Concat(TextCase.Tokens(text)) == text && TextCase.Tokens(text).TrueForAll(token => token.Length > 0), iter: 20_000);

    [Fact]
    public void No_boundary_is_within_what_a_reader_sees_as_one_character() => AnyText.Sample(
        text =>
        {
            var seen = StringInfo.ParseCombiningCharacters(text).Append(text.Length).ToHashSet();
            var at = 0;
            return TextCase.Tokens(text).TrueForAll(token => seen.Contains(at += token.Length) || StartsAfterControl(text, at));
        },
        iter: 20_000);

    [Fact]
    public void A_token_cut_again_is_one_token() => AnyText.Sample(text => TextCase.Tokens(text).TrueForAll(token => TextCase.Tokens(token) is [_]), iter: 5_000);

    [Fact]
    public void Lines_side_by_side_are_the_text() => AnyText.Sample(
        text =>
        {
            var lines = new List<string>();
            for (var at = 0; at < text.Length;)
            {
                var end = Tokeniser.EndOfLine(text, at);
                lines.Add(text[at..end]);
                at = end;
            }

            return string.Concat(lines) == text && lines.SkipLast(1).All(line => line[^1] is '\n' or '\r');
        },
        iter: 5_000);

    [Fact]
    public void The_table_of_glue_is_what_was_frozen()
    {
        var all = Enumerable.Range(0, 0x110000).Where(GlueTable.Contains).ToList();

        Assert.Equal(2513, all.Count);
        Assert.All([0x0300, 0x036F, 0x0903, 0x200C, 0x200D, 0x20E3, 0x3099, 0xFE0F, 0xFF9E, 0x1F3FB, 0xE0020, 0xE01EF], mark => Assert.True(GlueTable.Contains(mark)));
        Assert.All([0x41, 0x02FF, 0x0370, 0x200B, 0x3042, 0x1F3FA, 0x1F400, 0xE01F0], other => Assert.False(GlueTable.Contains(other)));
    }

    private static bool StartsAfterControl(string text, int at) => at > 0 && char.IsControl(text[at - 1]);
}
