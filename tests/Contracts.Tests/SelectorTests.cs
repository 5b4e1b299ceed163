using System.Text.Json;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests;

/// <summary>What a selector means, and what it refuses.</summary>
public sealed class SelectorTests
{
    private const string Document = """{"title":"Walk","seconds":90,"precise":1.50,"tags":["a","b"],"speaker":{"name":"Ada","age":36},"nothing":null}""";

    [Theory]
    [InlineData("""{}""", true)]
    [InlineData("""{"title":"Walk"}""", true)]
    [InlineData("""{"title":"walk"}""", false)]
    [InlineData("""{"title":"Walk","seconds":91}""", false)] // all members have to hold
    [InlineData("""{"precise":1.5}""", true)] // numbers go by what they are worth
    [InlineData("""{"nothing":null}""", true)]
    [InlineData("""{"missing":null}""", false)]
    [InlineData("""{"speaker.name":"Ada"}""", true)]
    [InlineData("""{"speaker":{"name":"Ada"}}""", true)]
    [InlineData("""{"speaker":{"name":"Ada","age":{"$lt":36}}}""", false)]
    [InlineData("""{"tags":["a","b"]}""", true)]
    [InlineData("""{"seconds":{"$eq":90}}""", true)]
    [InlineData("""{"seconds":{"$ne":90}}""", false)]
    [InlineData("""{"missing":{"$ne":90}}""", false)] // what is not there meets nothing
    [InlineData("""{"seconds":{"$gt":89,"$lt":91}}""", true)]
    [InlineData("""{"seconds":{"$gt":90}}""", false)]
    [InlineData("""{"seconds":{"$gte":90}}""", true)]
    [InlineData("""{"seconds":{"$lte":89}}""", false)]
    [InlineData("""{"seconds":{"$gt":"1"}}""", false)] // a number has no order with a text
    [InlineData("""{"title":{"$gt":"Wa","$lt":"Wb"}}""", true)]
    [InlineData("""{"title":{"$in":["Run","Walk"]}}""", true)]
    [InlineData("""{"title":{"$nin":["Run","Walk"]}}""", false)]
    [InlineData("""{"title":{"$nin":["Run"]}}""", true)]
    [InlineData("""{"missing":{"$exists":false}}""", true)]
    [InlineData("""{"nothing":{"$exists":true}}""", true)]
    [InlineData("""{"title":{"$not":{"$eq":"Walk"}}}""", false)]
    [InlineData("""{"$not":{"title":"Run"}}""", true)]
    [InlineData("""{"$and":[{"title":"Walk"},{"seconds":90}]}""", true)]
    [InlineData("""{"$or":[{"title":"Run"},{"seconds":90}]}""", true)]
    [InlineData("""{"$or":[{"title":"Run"},{"seconds":91}]}""", false)]
    [InlineData("""{"$nor":[{"title":"Run"},{"seconds":91}]}""", true)]
    [InlineData("""{"seconds":{"$or":[{"$lt":10},{"$gt":80}]}}""", true)]
    public void A_selector_holds_for_a_document_or_not(string selector, bool holds)
    {
        using var document = JsonDocument.Parse(Document);

        Assert.Equal(holds, Selector.Parse(selector)(document.RootElement));
    }

    [Theory]
    [InlineData("1", "an object is expected where there is none")]
    [InlineData("{", "it is not JSON, or nests too deeply")]
    [InlineData("""{"$where":"1"}""", "'$where' is not offered")]
    [InlineData("""{"title":{"$regex":"W"}}""", "'$regex' is not offered")]
    [InlineData("""{"title":{"$in":"Walk"}}""", "'$in' takes an array")]
    [InlineData("""{"$or":{"title":"Walk"}}""", "'$or' takes an array")]
    [InlineData("""{"title":{"$exists":1}}""", "'$exists' takes true or false")]
    [InlineData("""{"title":{"$gt":true}}""", "'$gt' takes a number or a text")]
    public void What_is_not_offered_is_refused_with_its_reason(string selector, string why)
    {
        Assert.Equal(why, Assert.Throws<FormatException>(() => Selector.Parse(selector)).Message);
    }
}
