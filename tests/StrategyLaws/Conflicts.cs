using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using CsCheck;

namespace Aurix.Platform.Laws;

/// <summary>Conflicts out of chance: a document, and edits of it that did not know of each other.</summary>
internal static class Conflicts
{
    // Mostly words of their own, so that each can be followed; some that meet; some that are hard to handle.
    private static readonly Gen<string> Word = Gen.Frequency(
        (6, Gen.Int[0, 100_000].Select(number => $"w{number}")),
        (2, OneOf("the", "of", "title", "INBOX", "i")),
        (1, OneOf("İstanbul", "straße", "日本語", "e\u0301", "👩‍🚀", "\"quoted\\", "a\nb", "")));

    private static readonly Gen<string> Text = Word.Array[0, 6].Select(words => string.Join(' ', words));

    private static readonly Gen<JsonNode?> Scalar = Gen.Frequency<JsonNode?>(
        (4, Text.Select(text => (JsonNode?)JsonValue.Create(text))),
        (2, Gen.Int[-3, 40].Select(number => (JsonNode?)JsonValue.Create(number))),
        (1, Gen.Bool.Select(truth => (JsonNode?)JsonValue.Create(truth))),
        (1, Gen.Const((JsonNode?)null)));

    private static readonly Gen<string> Name = OneOf("title", "text", "tags", "count", "who", "where", "a/b", "~");

    private static readonly Gen<JsonNode?> Value = Gen.Frequency<JsonNode?>((4, Scalar), (1, ArrayOf(Scalar)), (1, ObjectOf(Scalar)), (1, ArrayOf(ObjectOf(Scalar))));

    private static readonly Gen<ImmutableSortedDictionary<string, Attachment>> Files =
        Gen.Select(OneOf("a.flac", "b.txt"), Gen.Int[1, 3]).Array[0, 2].Select(files => files
            .DistinctBy(file => file.Item1)
            .ToImmutableSortedDictionary(file => file.Item1, file => File(file.Item2), StringComparer.Ordinal));

    /// <summary>Objects with texts, numbers, lists and objects in them.</summary>
    public static Gen<CanonicalJson> AnyDocument { get; } = ObjectOf(Value).Select(ToJson);

    /// <summary>Conflicts of as many heads as the strategy may get.</summary>
    public static Gen<MergeInput> For(StrategyInfo info, StrategyLawOptions options)
    {
        var heads = info.NeedsBase ? Gen.Const(2) : Gen.Int[2, 4];
        return Gen.Select(options.Documents, Files, heads, Gen.Frequency((6, Gen.Const(true)), (1, Gen.Const(false))))
            .SelectMany((document, files, count, known) => Head(document, files).Array[count].Select(edited => new MergeInput(
                options.Type,
                1,
                known ? new MergeBase(document, files, BaseQuality.Exact) : null,
                [.. edited.Select((head, place) => head(place))],
                options.Options)));
    }

    private static Gen<Func<int, MergeHead>> Head(CanonicalJson document, ImmutableSortedDictionary<string, Attachment> files) => Gen.Select(
        Edit.Chance.Array[0, 4],
        Gen.Frequency((9, Gen.Const(false)), (1, Gen.Const(true))),
        Gen.Frequency((3, Gen.Const(files)), (1, Files)),
        Gen.ULong).Select((edits, deleted, its, hash) => (Func<int, MergeHead>)(place => new MergeHead(
            new Revision(2, new RevisionHash(((UInt128)hash << 8) + (UInt128)place)), // who is earlier has nothing to do with whose hash is lower
            new HybridTimestamp(1_700_000_000_000 + (place / 2), place, new ActorId(hash)),
            deleted,
            deleted ? CanonicalJson.Null : ToJson(Edit.Apply(edits, JsonNode.Parse(document.Utf8.Span))),
            deleted ? DocumentBody.NoAttachments : its)));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(place => texts[place]);

    private static Gen<JsonNode?> ArrayOf(Gen<JsonNode?> item) => item.Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(one => one?.DeepClone())]));

    private static Gen<JsonNode?> ObjectOf(Gen<JsonNode?> value) => Gen.Select(Name, value).Array[0, 5].Select(members =>
        (JsonNode?)new JsonObject(members.DistinctBy(member => member.Item1).Select(member => KeyValuePair.Create(member.Item1, member.Item2?.DeepClone()))));

    private static Attachment File(int number) => new(
        new BlobReference(new BlobFileId((UInt128)number), 1, BlobAddress.FromBytes(Enumerable.Repeat((byte)number, BlobAddress.Size).ToArray()), number * 1000),
        "application/octet-stream",
        new Dot(new ActorId((ulong)number), 1));

    private static CanonicalJson ToJson(JsonNode? node) => CanonicalJson.Parse(node?.ToJsonString() ?? "null");
}
