using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;
using Aurix.Platform.Storage.Vault;

namespace Aurix.Platform.Storage.Search;

/// <summary>Answers searches.</summary>
internal static class Searching
{
    // A title is a few words that somebody chose; a text has thousands.
    private const string Score = "bm25(search, 4.0, 1.0)";

    public static SearchPage Run(Session session, SearchDocuments request)
    {
        var match = SearchQuery.ToMatch(request.Query);
        var (kind, key) = request.Order is SearchOrder.Newest ? ("newest", "-docs.stamp_ms") : ("relevance", "hits.score");
        var after = request.After is { } cursor ? Cursors.Read(kind, cursor) : ((object? Key, object Tie)?)null;

        // Materialized, because FTS5 can only score while it walks its own index.
        var rows = session.All(
            $"""
            WITH hits AS MATERIALIZED (SELECT rowid AS doc, {Score} AS score FROM search WHERE search MATCH $1)
            SELECT {VaultListing.SummaryColumns}, docs.winner, {key} AS key, docs.doc
            FROM hits JOIN docs USING (doc) JOIN revs ON revs.rev = docs.winner
            WHERE ($2 IS NULL OR docs.type = $2) AND ($3 IS NULL OR ({key}, docs.doc) > ($3, $4))
            ORDER BY key, docs.doc LIMIT $5
            """,
            static row => (
                Document: VaultListing.Summary(row),
                Winner: row.GetInt64(VaultListing.SummaryWidth),
                Key: row.GetValue(VaultListing.SummaryWidth + 1),
                Tie: row.GetInt64(VaultListing.SummaryWidth + 2)),
            match,
            request.Type?.Value,
            after?.Key,
            after?.Tie,
            request.Limit);

        using var snippets = new Snippets(match);
        return new SearchPage(
            [.. rows.Select(row => Hit(session, snippets, row.Document, row.Winner))],
            rows.Count == request.Limit ? Cursors.Write(kind, rows[^1].Key, rows[^1].Tie) : null);
    }

    private static SearchHit Hit(Session session, Snippets snippets, DocumentSummary document, long winner)
    {
        var shown = Bodies.ShownLeaf(session, TreeSql.Get(session, winner));
        var (title, text) = snippets.Of(SearchText.Of(shown));
        return new SearchHit(document, title, text);
    }
}
