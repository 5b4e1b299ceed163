using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Bench.Storage;

/// <summary>The values that our write path would store for a document, made ahead of time: the raw contestant composes, encodes and seals nothing.</summary>
internal sealed record RawDocument(string Id, string RemoteId, byte[] Hash, byte[] Body, string Title, string Text, long Milliseconds)
{
    public static ActorId Actor { get; } = new(0x0123456789abcdef);

    public static RawDocument From(Sample sample)
    {
        var stamp = new HybridTimestamp(1_700_000_000_000, 0, Actor);
        var dot = new Dot(Actor, 1);
        var body = DocumentBodyCodec.Encode(new DocumentBody
        {
            Id = new DocumentId(sample.Id),
            Type = DocumentType.Default,
            Kind = DocumentBodyKind.Edit,
            Causes = CausalSet.Empty.With(dot),
            Dot = dot,
            Stamp = stamp,
            Content = sample.Content,
        });
        var hash = SHA256.HashData(body.Utf8.Span);
        var text = JsonDocument.Parse(sample.Content.Utf8).RootElement.GetProperty("text").GetString()! + "\n";
        return new RawDocument(sample.Id, "d" + Base64Url.EncodeToString(hash), hash[..16], body.Utf8.ToArray(), "", text, stamp.Milliseconds);
    }
}
