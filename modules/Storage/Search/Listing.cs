using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;
using Aurix.Platform.Storage.Vault;

namespace Aurix.Platform.Storage.Search;

/// <summary>Answers lists of vault documents.</summary>
internal static class Listing
{
    // Candidates read at once where conditions are tested document by document.
    private const int Candidates = 200;

    public static DocumentPage Run(Session session, ListDocuments request)
    {
        var query = new ListQuery(request, FieldIndex.Declared(session));
        var after = request.After is { } cursor ? Cursors.Read(query.Kind, cursor) : ((object? Key, object Tie)?)null;
        var documents = ImmutableArray.CreateBuilder<DocumentSummary>();
        var step = request.Where.IsEmpty ? request.Limit : Math.Max(request.Limit, Candidates);
        while (true)
        {
            var (sql, values) = query.Page(after, step);
            var rows = session.All(
                sql,
                static row => (
                    Document: VaultListing.Summary(row),
                    Winner: row.GetInt64(VaultListing.SummaryWidth),
                    Key: row.GetValue(VaultListing.SummaryWidth + 1),
                    Tie: row.GetValue(VaultListing.SummaryWidth + 2)),
                values);
            foreach (var (document, winner, key, tie) in rows)
            {
                after = (key, tie);
                if (request.Where.IsEmpty || Meets(session, winner, request))
                {
                    documents.Add(document);
                    if (documents.Count == request.Limit)
                    {
                        return new DocumentPage(documents.ToImmutable(), Cursors.Write(query.Kind, key, tie));
                    }
                }
            }

            if (rows.Count < step)
            {
                return new DocumentPage(documents.ToImmutable(), Next: null);
            }
        }
    }

    private static bool Meets(Session session, long winner, ListDocuments request)
    {
        var shown = Bodies.ShownLeaf(session, TreeSql.Get(session, winner));
        return FieldMatch.Meets(shown.Content.Utf8, request.Where);
    }
}
