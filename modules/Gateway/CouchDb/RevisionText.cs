using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Revisions as clients spell them. CouchDB folds upper case, so we do; anything else has one spelling.</summary>
internal static class RevisionText
{
    public static Revision Parse(string text) => TryParse(text) ?? throw Invalid();

    public static Revision? TryParse(string text) =>
        text.Length <= 64 && Revision.TryParse(Fold(text), out var revision) ? revision : null;

    public static Revision Parse(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? Parse(RequestBody.StringOf(element)) : throw Invalid();

    public static ImmutableArray<Revision> ParseList(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(Parse)] : throw Invalid();

    /// <summary>Reads <c>_revisions</c>: the generation of the newest, and the hashes from there down.</summary>
    public static RevisionPath ParsePath(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("start"u8, out var start) || start.ValueKind != JsonValueKind.Number || !start.TryGetInt32(out var generation)
            || !element.TryGetProperty("ids"u8, out var ids) || ids.ValueKind != JsonValueKind.Array)
        {
            throw CouchError.BadRequest("_revisions must hold a start and ids");
        }

        var hashes = ImmutableArray.CreateBuilder<RevisionHash>(ids.GetArrayLength());
        foreach (var id in ids.EnumerateArray())
        {
            hashes.Add(id.ValueKind == JsonValueKind.String && RevisionHash.TryParse(Fold(RequestBody.StringOf(id)), out var hash) ? hash : throw Invalid());
        }

        var path = new RevisionPath(generation, hashes.ToImmutable());
        return path.IsWellFormed && generation <= 999_999_999 ? path : throw Invalid();
    }

    private static string Fold(string text) => text.Any(char.IsAsciiLetterUpper) ? string.Create(text.Length, text, static (span, from) =>
    {
        for (var index = 0; index < span.Length; index++)
        {
            span[index] = char.IsAsciiLetterUpper(from[index]) ? (char)(from[index] | 0x20) : from[index];
        }
    }) : text;

    private static CouchError Invalid() => CouchError.BadRequest("Invalid rev format");
}
