using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests;

public sealed class ValueTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("2\0-" + Hex, false)]
    [InlineData("1-" + Hex, true)]
    [InlineData("0-" + Hex, false)]
    [InlineData("01-" + Hex, false)]
    [InlineData("1-0123456789ABCDEF0123456789abcdef", false)]
    [InlineData("1-abc", false)]
    [InlineData("+1-" + Hex, false)]
    [InlineData(Hex, false)]
    public void A_revision_has_one_spelling(string text, bool taken)
    {
        Assert.Equal(taken, Revision.TryParse(text, out var revision));
        Assert.Equal(taken ? text : "0-00000000000000000000000000000000", revision.ToString());
    }

    [Fact]
    public void Generations_are_numbers() => Assert.True(Revision.Parse("10-" + Hex).CompareTo(Revision.Parse("9-" + Hex)) > 0);

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(1_048_572, 1, 1_048_572)]
    [InlineData(1_048_573, 2, 1)]
    [InlineData(2_097_144, 2, 1_048_572)]
    public void A_file_is_cut_into_full_chunks_and_a_last_one(long size, int chunks, int last)
    {
        var blob = new BlobReference(default, 1, default, size);
        Assert.Equal((chunks, last), (blob.ChunkCount, blob.ChunkLength(blob.ChunkCount - 1)));
    }

    [Fact]
    public void A_body_is_written_in_canonical_form_and_read_back()
    {
        var actor = new ActorId(10);
        var body = new DocumentBody
        {
            Id = new DocumentId("d"),
            Type = new DocumentType("note"),
            Kind = DocumentBodyKind.Edit,
            Causes = CausalSet.Empty.With(new Dot(actor, 1)),
            Dot = new Dot(actor, 1),
            Stamp = new HybridTimestamp(5, 2, actor),
            Content = CanonicalJson.Parse("""{"a":1}"""),
        };
        var encoded = DocumentBodyCodec.Encode(body);

        Assert.Equal(
            """{"cs":{"000000000000000a":[[1,1]]},"dot":["000000000000000a",1],"id":"d","kind":"edit","parents":[],"stamp":[5,2,"000000000000000a"],"type":"note","v":1,"x":{"a":1}}""",
            encoded.ToText());
        Assert.Equal(encoded, DocumentBodyCodec.Encode(DocumentBodyCodec.Decode(encoded.Utf8)));
    }

    [Theory]
    [InlineData("""{"id":"d","kind":"edit","type":"note","v":2}""")]
    [InlineData("""{"id":"d","kind":"edit","type":"note","v":1}""")]
    [InlineData("""{"id":"d","kind":"park","type":"note","v":1}""")]
    [InlineData("""{"id":"d","kind":"other","type":"note","v":1}""")]
    [InlineData("""{"kind":"retire","type":"note","v":1}""")]
    [InlineData("[]")]
    public void A_body_that_cannot_be_understood_is_refused(string text) =>
        Assert.Throws<FormatException>(() => DocumentBodyCodec.Decode(CanonicalJson.Parse(text).Utf8));
}
