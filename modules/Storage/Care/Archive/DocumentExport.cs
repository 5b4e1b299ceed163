using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Writes every document as lines of JSON, in pieces, by id; revisions by generation and hash.</summary>
internal sealed class DocumentExport(Session session, ArchiveWriter archive, CancellationToken cancellationToken)
{
    private const int PageSize = 200;

    // A body is canonical already, and nothing here is ever put into a web page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _piece = new();
    private int _pieces;
    private long _revisions;

    /// <returns>How many revisions had a body.</returns>
    public long Run()
    {
        var after = "";
        for (var page = Page(after); page.Count > 0; page = Page(after))
        {
            foreach (var document in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Write(document);
            }

            after = page[^1].Id;
        }

        ClosePiece();
        return _revisions;
    }

    private List<Row> Page(string after) => session.All(
        "SELECT doc, id, winner, type FROM docs WHERE id > $1 AND winner IS NOT NULL ORDER BY id LIMIT $2",
        static row => new Row(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetString(3)),
        after,
        PageSize);

    private void Write(Row document)
    {
        var nodes = TreeSql.All(session, document.Key);
        var names = nodes.ToDictionary(node => node.Key, node => node.Revision);
        for (var next = 0; next < nodes.Count;)
        {
            using (var line = new Utf8JsonWriter(_piece, Plain))
            {
                next = WriteLine(line, document, nodes, names, next);
            }

            _piece.Write("\n"u8);
            if (_piece.WrittenCount >= ArchiveFormat.EnoughBytes)
            {
                ClosePiece();
            }
        }
    }

    /// <returns>The first node that did not go into the line.</returns>
    private int WriteLine(Utf8JsonWriter line, Row document, List<NodeRow> nodes, Dictionary<long, Revision> names, int next)
    {
        line.WriteStartObject();
        line.WriteString("id", document.Id);
        if (document.Type is { } type)
        {
            line.WriteString("type", type);
        }

        line.WriteString("winner", names[document.Winner].ToString());
        line.WriteStartArray("revisions");
        for (; next < nodes.Count && line.BytesCommitted + line.BytesPending < ArchiveFormat.EnoughBytes; next++)
        {
            WriteRevision(line, nodes[next], nodes[next].Parent is { } parent ? names[parent] : null);
        }

        line.WriteEndArray();
        line.WriteEndObject();
        return next;
    }

    private void WriteRevision(Utf8JsonWriter line, NodeRow node, Revision? parent)
    {
        line.WriteStartObject();
        line.WriteString("rev", node.Revision.ToString());
        if (parent is { } known)
        {
            line.WriteString("parent", known.ToString());
        }

        if (node.IsTombstone)
        {
            line.WriteBoolean("tombstone", true);
        }

        if (TreeSql.Body(session, node.Key) is { } body)
        {
            line.WritePropertyName("body");
            line.WriteRawValue(body, skipInputValidation: true);
            _revisions++;
        }

        line.WriteEndObject();
    }

    private void ClosePiece()
    {
        if (_piece.WrittenCount > 0)
        {
            archive.Add(ArchiveFormat.Piece(++_pieces), _piece.WrittenMemory);
            _piece.ResetWrittenCount();
        }
    }

    private sealed record Row(long Key, string Id, long Winner, string? Type);
}
