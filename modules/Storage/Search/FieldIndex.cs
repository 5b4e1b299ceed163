using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Fields;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Search;

/// <summary>A field whose values are kept in order.</summary>
/// <param name="Key">The row.</param>
/// <param name="Path">Which field.</param>
/// <param name="IsBuilt">Whether every document is in it yet.</param>
internal sealed record IndexedField(long Key, FieldPath Path, bool IsBuilt);

/// <summary>Keeps the values of declared fields in step with what vault documents show, inside the transaction that changes them.</summary>
/// <remarks>It finds candidates; what a condition says is then tested on the document itself. So values may be shortened here, and true and false left out.</remarks>
internal static class FieldIndex
{
    // A longer value would make the index as large as the documents.
    private const int LongestText = 256;

    public static ImmutableArray<IndexedField> Declared(Session session) =>
    [
        .. session.All(
            "SELECT field, path, built FROM field_indexes ORDER BY field",
            static row => new IndexedField(row.GetInt64(0), FieldPath.Parse(row.GetString(1)), row.GetBoolean(2))),
    ];

    /// <summary>Takes up the values of what a document shows now in place of those of what it showed.</summary>
    public static void Replace_InTransaction(Session session, long document, DocumentBody shown, bool isNew)
    {
        var fields = MetaRow.Of(session).Fields;
        if (fields.IsEmpty)
        {
            return;
        }

        if (!isNew)
        {
            session.Run("DELETE FROM field_values WHERE doc = $1", document);
        }

        Add_InTransaction(session, document, shown, fields);
    }

    /// <summary>Adds values; those that are there change nothing.</summary>
    public static void Add_InTransaction(Session session, long document, DocumentBody shown, ImmutableArray<IndexedField> fields)
    {
        if (shown.Deleted)
        {
            return;
        }

        using var content = JsonDocument.Parse(shown.Content.Utf8);
        foreach (var field in fields)
        {
            foreach (var key in FieldMatch.Values(content.RootElement, field.Path).Select(Key).Where(static key => key is not null))
            {
                session.Run("INSERT OR IGNORE INTO field_values (field, value, doc) VALUES ($1, $2, $3)", field.Key, key, document);
            }
        }
    }

    /// <summary>What a value is filed under: a string by its first characters, a number as the nearest double. Null for what is not filed.</summary>
    public static object? Key(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Shortened(value.GetString()!),
        JsonValueKind.Number => value.GetDouble(),
        _ => null,
    };

    /// <summary>The first characters, never half a surrogate pair.</summary>
    public static string Shortened(string text) =>
        text.Length <= LongestText ? text : text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)];
}
