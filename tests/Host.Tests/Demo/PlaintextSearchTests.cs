using System.Text;
using Aurix.Platform.Host.Demo;

namespace Aurix.Platform.Tests.Demo;

/// <summary>What the demo calls plaintext, and what it knows to be chance.</summary>
public sealed class PlaintextSearchTests
{
    private readonly PlaintextSearch _search = new(["the quote of the boathouse"], new byte[1000]);

    [Theory]
    [InlineData("""{"text":"a quote"}""", "quote")]
    [InlineData("quote", "quote")]
    [InlineData("xquote,", "quote")]
    [InlineData("xxquotexx and then a quote", "quote")]
    [InlineData("xxxboathousexxx", "boathouse")]
    public void A_word_that_stands_there_is_found(string text, string word) => Assert.Equal([word], _search.FindIn(Encoding.UTF8.GetBytes(text)).Where(found => !found.StartsWith("recording", StringComparison.Ordinal)));

    [Fact]
    public void Five_letters_amid_base64_are_chance() => Assert.Empty(_search.FindIn("\"e\":\"QVgBAQEquoteDAAAA/quote_Zw\""u8.ToArray()));
}
