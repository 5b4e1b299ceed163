using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests;

public sealed class ConflictRecordTests
{
    private static readonly Revision One = Revision.Parse("2-0000000000000000000000000000000a");
    private static readonly Revision Two = Revision.Parse("2-0000000000000000000000000000000b");

    [Fact]
    public void A_record_travels_as_the_format_says_and_comes_back()
    {
        var record = Record() with { Anchor = new TextAnchor(3, 4, "00112233445566aa"), Strategy = "aurix.text@1" };

        var json = ConflictRecordCodec.Encode(record);

        Assert.Equal(
            $$"""{"anchor":[3,4,"00112233445566aa"],"base":"noon","by":"aurix.text@1","chosen":"{{Two}}","id":"{{record.Id}}","kind":"replaced","path":"/text","variants":[{"rev":"{{One}}","stamp":[1,0,"0000000000000007"],"value":null},{"rev":"{{Two}}","stamp":[2,5,"0000000000000008"]}]}""",
            json.ToText());
        var back = ConflictRecordCodec.Decode(json)!;
        Assert.Equal(json, ConflictRecordCodec.Encode(back));
        Assert.Equal(CanonicalJson.Null, back.Variants[0].Value); // the value null was there
        Assert.Null(back.Variants[1].Value); // nothing was there
    }

    [Fact] // P17: canonical ids
    public void The_id_covers_what_met_and_not_who_chose_or_in_which_order_the_versions_are_told()
    {
        var record = Record();

        Assert.Equal(record.Id, (Record() with { Chosen = null, Strategy = "x@2" }).Id);
        Assert.Equal(record.Id, new ConflictRecord(record.Path, record.Kind, record.Base, [record.Variants[1], record.Variants[0]], null).Id);
        Assert.Equal(32, record.Id.Length);
        Assert.NotEqual(record.Id, new ConflictRecord("/title", record.Kind, record.Base, record.Variants, null).Id);
        Assert.NotEqual(record.Id, new ConflictRecord(record.Path, "both-kept", record.Base, record.Variants, null).Id);
        Assert.NotEqual(record.Id, new ConflictRecord(record.Path, record.Kind, null, record.Variants, null).Id);
        Assert.NotEqual(record.Id, new ConflictRecord(record.Path, record.Kind, record.Base, [record.Variants[0]], null).Id);
        Assert.NotEqual(
            new ConflictRecord("/a", "bc", null, [], null).Id,
            new ConflictRecord("/ab", "c", null, [], null).Id); // no two spell the same bytes
    }

    [Fact]
    public void A_record_without_its_values_keeps_its_id_also_after_travelling()
    {
        var record = Record();

        var bare = record with { Base = null, Variants = [.. record.Variants.Select(variant => variant with { Value = null })] };

        Assert.Equal(record.Id, ConflictRecordCodec.Decode(ConflictRecordCodec.Encode(bare))!.Id);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"x","path":"/a","kind":"k"}""")]
    [InlineData("""{"id":"x","path":"/a","kind":"k","variants":[{"rev":"nonsense","stamp":[1,0,"0000000000000007"]}]}""")]
    [InlineData("""{"id":"x","path":"/a","kind":"k","variants":[{"rev":"2-0000000000000000000000000000000a","stamp":[1]}]}""")]
    [InlineData("""{"id":"x","path":"/a","kind":"k","variants":[],"anchor":["a"]}""")]
    [InlineData("""{"id":7,"path":null,"kind":"k","variants":7}""")]
    public void What_is_no_record_of_this_version_is_not_read_as_one(string json) => Assert.Null(ConflictRecordCodec.Decode(CanonicalJson.Parse(json)));

    [Theory]
    [InlineData("""{"id":"abc"}""", "abc")]
    [InlineData("""{"id":7}""", "")]
    [InlineData("7", "")]
    public void The_id_is_found_in_what_a_later_version_wrote(string json, string id) => Assert.Equal(id, ConflictRecordCodec.IdOf(CanonicalJson.Parse(json)));

    [Fact]
    public void A_place_in_a_text_is_known_by_what_stands_around_it()
    {
        const string Text = "We meet at noon by the lake, and then we walk along the shore until it is dark.";
        var anchor = TextAnchor.At(Text, 11, 4);

        Assert.True(anchor.IsIn(Text));
        Assert.True(anchor.IsIn(Text[..^5] + "light.")); // far away
        Assert.True(anchor.IsIn(Text.Replace("noon", "nine", StringComparison.Ordinal))); // what stands there is somebody else's to check
        Assert.False(anchor.IsIn("So " + Text));
        Assert.False(anchor.IsIn(Text.Replace("lake", "pond", StringComparison.Ordinal)));
        Assert.False(anchor.IsIn(""));
        Assert.False((anchor with { Start = -1 }).IsIn(Text));
        Assert.False((anchor with { Length = int.MaxValue }).IsIn(Text));
    }

    private static ConflictRecord Record() => new(
        "/text",
        ConflictRecordKinds.Replaced,
        CanonicalJson.Parse("\"noon\""),
        [
            new(One, new HybridTimestamp(1, 0, new ActorId(7)), CanonicalJson.Null),
            new(Two, new HybridTimestamp(2, 5, new ActorId(8)), null),
        ],
        Two);
}
