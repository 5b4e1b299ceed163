using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Conflict.Resolution;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Conflict.Normalisation;

/// <summary>Losers as documents of their own (conflict.md §4.4). Id and body are functions of the loser, so every device makes the same copy.</summary>
internal static class Copies
{
    /// <summary>The record in the document that stayed, naming a copy; and in the copy, naming where it comes from.</summary>
    private const string CopiedTo = "copied-to";
    private const string CopiedFrom = "copied-from";

    private static readonly ImmutableArray<string> Titles = ["title", "name"];

    /// <summary>The copies of all heads but one that show something else than it does.</summary>
    public static ImmutableArray<ConflictCopy> Of(MetVersions conflict, Candidate main) =>
    [
        .. conflict.Heads
            .Where(head => head.Revision != main.Revision && !head.Body.Deleted && !head.ShowsSameAs(main.Body))
            .Select(loser => new ConflictCopy(IdOf(conflict.Id, loser.Revision), Body(loser, conflict.Id))),
    ];

    /// <summary>What the document that stays says about its copies.</summary>
    public static ImmutableArray<ConflictRecord> Records(MetVersions conflict, ImmutableArray<ConflictCopy> copies) =>
        [.. copies.Select(copy => Link(CopiedTo, copy.Id, conflict.Heads.First(head => IdOf(conflict.Id, head.Revision) == copy.Id)))];

    /// <summary>The document's id and, behind a tilde, what tells the copies apart: twelve digits of the loser's revision, which is keyed.</summary>
    private static DocumentId IdOf(DocumentId id, Revision loser)
    {
        var suffix = "~" + loser.Hash.ToString()[..12];
        var stem = id.Value;
        while (Encoding.UTF8.GetByteCount(stem) + suffix.Length > DocumentId.MaxBytes)
        {
            stem = stem[..^(char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        }

        return new(stem + suffix);
    }

    private static DocumentBody Body(Candidate loser, DocumentId origin) => new()
    {
        Id = IdOf(origin, loser.Revision),
        Type = loser.Body.Type,
        Kind = DocumentBodyKind.Revive,
        Schema = loser.Body.Schema,
        Causes = loser.Body.Causes,
        Stamp = loser.Body.Stamp,
        Content = Titled(loser.Body.Content, loser.Body.Stamp),
        Attachments = loser.Body.Attachments,
        OpenRecords = [ConflictRecordCodec.Encode(Link(CopiedFrom, origin, loser) with { Strategy = BuiltInCopier })],
        Unknown = loser.Body.Unknown,
    };

    private const string BuiltInCopier = "aurix.keep-both@1";

    private static ConflictRecord Link(string kind, DocumentId other, Candidate loser) =>
        new("", kind, null, [new ConflictVariant(loser.Revision, loser.Body.Stamp, CanonicalJson.Parse($"{{\"document\":{JsonValue.Create(other.Value)!.ToJsonString()}}}"))], null);

    /// <summary>Two entries of one name side by side help nobody: the copy says when it was edited.</summary>
    private static CanonicalJson Titled(CanonicalJson content, HybridTimestamp stamp)
    {
        if (JsonNode.Parse(content.Utf8.Span) is not JsonObject json || Titles.FirstOrDefault(name => json[name] is JsonValue value && value.TryGetValue<string>(out _)) is not { } title)
        {
            return content;
        }

        json[title] = string.Create(CultureInfo.InvariantCulture, $"{(string)json[title]!} (conflict {stamp.Time:yyyy-MM-dd HH:mm})");
        return CanonicalJson.Parse(json.ToJsonString());
    }
}
