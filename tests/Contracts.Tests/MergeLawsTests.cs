using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests;

public sealed class MergeLawsTests
{
    private static readonly StrategyInfo Lossless = new("test", 1, 1, IsLossy: false, NeedsBase: true, "Test.");

    [Theory]
    [InlineData("""{"t":"a b c"}""", """{"t":"a x b c"}""", """{"t":"a b c y"}""", """{"t":"a x b c y"}""")]
    [InlineData("""{"t":"a b c"}""", """{"t":"b c"}""", """{"t":"a b"}""", """{"t":"b"}""")] // both deletions count
    [InlineData("""{"t":"a"}""", """{"t":"a new"}""", """{"t":"a new"}""", """{"t":"a new"}""")] // said twice, meant once
    [InlineData("""{"n":10}""", """{"n":12}""", """{"n":13}""", """{"n":15}""")] // numbers may be computed
    [InlineData("""{"from":["x"],"to":[]}""", """{"from":[],"to":["x"]}""", """{"from":["x y"],"to":[]}""", """{"from":[],"to":["x y"]}""")] // moved and changed
    [InlineData("""{"p":"q","s":""}""", """{"p":"","s":"q"}""", """{"p":"q","s":"q"}""", """{"p":"","s":"q"}""")] // moved to where the other wrote it too
    [InlineData("""{"t":"日本"}""", """{"t":"日x本"}""", """{"t":"日本語"}""", """{"t":"日x本語"}""")]
    public void What_is_all_there_passes(string before, string one, string other, string result) => Assert.Null(Loss(before, one, other, result));

    [Theory]
    [InlineData("""{"t":"a"}""", """{"t":"a one"}""", """{"t":"a two"}""", """{"t":"a two"}""")]
    [InlineData("""{"t":"a b"}""", """{"t":"a b c"}""", """{"t":"a b"}""", """{"t":"b c"}""")] // what everybody has
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", """{"a":2}""", """{"a":2}""")] // a member with its number
    [InlineData("[1,2]", "[1,2,3]", "[1,2]", "[1,2]")]
    public void What_a_version_brought_and_is_gone_is_a_loss(string before, string one, string other, string result) =>
        Assert.Contains("neither in the result nor in a record", Loss(before, one, other, result), StringComparison.Ordinal);

    [Fact]
    public void A_record_holds_what_the_result_does_not_and_a_long_value_is_found_in_the_version_it_names()
    {
        var longText = string.Join(' ', Enumerable.Range(0, 2000).Select(number => $"w{number}"));
        var input = Input("""{"t":"a"}""", $$"""{"t":"{{longText}}"}""", """{"t":"b"}""");
        var variants = input.Heads.Select(head => new ConflictVariant(head.Revision, head.Stamp, null));
        var merged = Merged("""{"t":"b"}""") with { Records = [new ConflictRecord("/t", "replaced", null, [.. variants], null)] };

        Assert.Null(MergeLaws.Breach(Lossless, input, merged));
        Assert.NotNull(MergeLaws.Breach(Lossless, input, merged with { Records = [new ConflictRecord("/u", "replaced", null, [.. variants], null)] }));
    }

    [Fact]
    public void A_lossy_strategy_may_lose_what_it_lists_and_no_more()
    {
        var input = Input("""{"t":"a"}""", """{"t":"one"}""", """{"t":"two"}""");
        var lossy = Lossless with { IsLossy = true };

        Assert.NotNull(MergeLaws.Breach(lossy, input, Merged("""{"t":"two"}""")));
        Assert.Null(MergeLaws.Breach(lossy, input, Merged("""{"t":"two"}""") with { Discarded = [input.Heads[0].Revision] }));
        Assert.NotNull(MergeLaws.Breach(Lossless, input, Merged("""{"t":"two"}""") with { Discarded = [input.Heads[0].Revision] }));
    }

    [Fact]
    public void What_is_no_sound_result_is_named()
    {
        var input = Input("1", "2", "3");
        var stranger = new Revision(9, default);
        var huge = CanonicalJson.Parse($"\"{new string('x', 5000)}\"");

        Assert.Equal("it answered nothing", MergeLaws.ShapeBreach(input, null));
        Assert.Equal("it left a part of the result null", MergeLaws.ShapeBreach(input, Merged("2") with { Records = default }));
        Assert.Equal("its content is not canonical JSON", MergeLaws.ShapeBreach(input, Merged("2") with { Content = CanonicalJson.FromTrusted("{ }"u8.ToArray()) }));
        Assert.Contains("discarded a version", MergeLaws.ShapeBreach(input, Merged("2") with { Discarded = [stranger] }), StringComparison.Ordinal);
        Assert.Contains("keeps a version", MergeLaws.ShapeBreach(input, new MergeOutcome.KeepBoth(stranger)), StringComparison.Ordinal);
        Assert.Contains("names a version", MergeLaws.ShapeBreach(input, WithRecord(new("", "replaced", null, [], stranger))), StringComparison.Ordinal);
        Assert.Contains("valid kind", MergeLaws.ShapeBreach(input, WithRecord(new("", "Bad Kind", null, [], null))), StringComparison.Ordinal);
        Assert.Contains("too long", MergeLaws.ShapeBreach(input, WithRecord(new("", "replaced", huge, [], null))), StringComparison.Ordinal);
        Assert.Contains("its result has", MergeLaws.ShapeBreach(input, Merged($"\"{new string('x', 70_000)}\"")), StringComparison.Ordinal);
    }

    private static MergeOutcome.Merged WithRecord(ConflictRecord record) => Merged("2") with { Records = [record] };

    private static string? Loss(string before, string one, string other, string result) => MergeLaws.Breach(Lossless, Input(before, one, other), Merged(result));

    private static MergeOutcome.Merged Merged(string content) => new(CanonicalJson.Parse(content), false, DocumentBody.NoAttachments, ImmutableArray<ConflictRecord>.Empty, []);

    private static MergeInput Input(string before, string one, string other) => new(
        DocumentType.Default,
        0,
        new MergeBase(CanonicalJson.Parse(before), DocumentBody.NoAttachments, BaseQuality.Exact),
        [Heads.At(1, one), Heads.At(2, other)],
        CanonicalJson.EmptyObject);
}
