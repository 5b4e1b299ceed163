using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Revisions of one document: a line of a piece.</summary>
internal sealed record DocumentLine(DocumentId Id, ImmutableArray<ArchivedRevision> Revisions)
{
    // What is around a body: the line, the list, the revision.
    private static readonly JsonReaderOptions Depth = new() { MaxDepth = CanonicalJson.MaxDepth + 3 };

    public static IEnumerable<DocumentLine> ReadAll(Stream piece, string entry) =>
        Lines.Of(piece, entry, ArchiveFormat.LongestLine).Select(line => Read(line, entry));

    private static DocumentLine Read(ReadOnlyMemory<byte> utf8, string entry)
    {
        try
        {
            // The buffer is used again for the next line, and bodies outlive it.
            return Read((ReadOnlyMemory<byte>)utf8.ToArray());
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw ArchiveErrors.Damaged(entry, "has a line that is no document", wrong);
        }
    }

    private static DocumentLine Read(ReadOnlyMemory<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8.Span, Depth);
        string? id = null;
        var revisions = ImmutableArray<ArchivedRevision>.Empty;
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            switch (reader.GetString())
            {
                case "id":
                    id = Text(ref reader);
                    break;
                case "revisions":
                    revisions = ReadRevisions(ref reader, utf8);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return !revisions.IsEmpty && !reader.Read() ? new DocumentLine(new DocumentId(id!), revisions) : throw new FormatException("A line has no revisions, or more than one value.");
    }

    private static ImmutableArray<ArchivedRevision> ReadRevisions(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        var revisions = ImmutableArray.CreateBuilder<ArchivedRevision>();
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType is JsonTokenType.StartObject)
        {
            revisions.Add(ReadRevision(ref reader, utf8));
        }

        return revisions.ToImmutable();
    }

    private static ArchivedRevision ReadRevision(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        var read = new ArchivedRevision(default, null, false, null);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            switch (reader.GetString())
            {
                case "rev":
                    read = read with { Revision = Revision.Parse(Text(ref reader)) };
                    break;
                case "parent":
                    read = read with { Parent = Revision.Parse(Text(ref reader)) };
                    break;
                case "tombstone":
                    reader.Read();
                    read = read with { IsTombstone = reader.GetBoolean() };
                    break;
                case "body":
                    Expect(ref reader, JsonTokenType.StartObject);
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    read = read with { Body = utf8[start..(int)reader.BytesConsumed] };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return read.Revision.Generation > 0 && (read.Parent is not { } parent || parent.Generation == read.Revision.Generation - 1)
            ? read
            : throw new FormatException("A revision has no name, or its parent is not one generation older."); // so no ancestry runs in a circle
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        return reader.GetString()!;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw new FormatException($"Expected {token}.");
        }
    }
}

/// <summary>A revision in an archive.</summary>
/// <param name="Revision">Its name in the vault that was exported.</param>
/// <param name="Parent">Its parent's; null for a first one, or where nothing older is known.</param>
/// <param name="IsTombstone">Whether the tree marks it deleted.</param>
/// <param name="Body">Exactly as stored; null where only the name is known.</param>
internal sealed record ArchivedRevision(Revision Revision, Revision? Parent, bool IsTombstone, ReadOnlyMemory<byte>? Body);
