using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Storage.Care;

/// <summary>Walks the journal from its oldest entry on and drops the bodies that retention lets go.</summary>
/// <remarks>
/// In short transactions, so that others write meanwhile; each looks anew at what it drops. Ages are counted from when this device saw a body
/// superseded, never from a stamp: other devices' clocks are not ours to trust.
/// </remarks>
internal sealed class Compaction(Database database, Retention retention, TimeProvider time, bool dryRun)
{
    // Entries a transaction. More hold the write lock longer, fewer cost more trips to the disk.
    private const int Step = 500;

    // I-17. Whose bodies wait: a document that a server still lacks, one that is not resolved, and the nearest ancestors of a leaf.
    // A deleted document's ancestors are no base that anybody would want back; they wait for the trash's time alone.
    private const string Droppable =
        """
        docs.seq <= (SELECT ifnull(min(seq), 9223372036854775807) FROM sync_marks)
        AND docs.needs_normalisation = 0
        AND (docs.live_leaves <= 1 OR docs.type IS NULL)
        AND CASE WHEN docs.deleted = 1 AND docs.type IS NOT NULL
            THEN journal.superseded_ms <= $3
            ELSE ($4 OR journal.superseded_ms <= $2) AND NOT EXISTS (
                WITH RECURSIVE below (node, depth) AS (
                    SELECT journal.rev, 0
                    UNION ALL
                    SELECT revs.rev, below.depth + 1 FROM revs JOIN below ON revs.parent = below.node WHERE below.depth < $5
                )
                SELECT 1 FROM below JOIN revs ON revs.rev = below.node WHERE revs.is_leaf = 1)
            END
        """;

    private long _entries;
    private long _bytes;
    private long _dropped;
    private long _droppedBytes;

    public async Task<CompactionReport> RunAsync(CancellationToken cancellationToken)
    {
        (_entries, _bytes) = database.Read(static session =>
            session.First("SELECT count(*), ifnull(sum(bytes), 0) FROM journal", static row => (row.GetInt64(0), row.GetInt64(1))));
        var after = new Entry(0, 0, long.MinValue, 0);
        for (var page = Page(after); page.Count > 0; page = Page(after))
        {
            after = page[^1];
            await DropAsync(page, cancellationToken);
        }

        return new CompactionReport(_dropped, _droppedBytes, _entries - _dropped, _bytes - _droppedBytes);
    }

    private List<Entry> Page(Entry after) => database.Read(session => session.All(
        "SELECT rev, doc, superseded_ms, bytes FROM journal WHERE (superseded_ms, rev) > ($1, $2) ORDER BY superseded_ms, rev LIMIT $3",
        static row => new Entry(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
        after.Superseded,
        after.Node,
        Step));

    private async Task DropAsync(List<Entry> entries, CancellationToken cancellationToken)
    {
        // Most pages of a store that is compacted daily have nothing to drop: no reason to take the write lock.
        var droppable = database.Read(session => Choose(session, entries));
        if (dryRun)
        {
            droppable.ForEach(Count);
        }
        else if (droppable.Count > 0)
        {
            droppable = await database.WriteAsync((session, _) => Drop_InTransaction(session, droppable), cancellationToken);
            droppable.ForEach(Count);
        }
    }

    private List<Entry> Drop_InTransaction(Session session, List<Entry> entries)
    {
        var dropped = Choose(session, entries);
        foreach (var entry in dropped)
        {
            session.Run("UPDATE revs SET body = NULL WHERE rev = $1", entry.Node);
            session.Run("DELETE FROM journal WHERE rev = $1", entry.Node);
            session.Run("DELETE FROM rev_blobs WHERE rev = $1", entry.Node);
            session.Run("DELETE FROM files WHERE rev = $1", entry.Node);
        }

        // Names that are far above every leaf and have no body any more say nothing to anybody.
        foreach (var document in dropped.Select(entry => entry.Document).Distinct())
        {
            Stemming.Stem_InTransaction(session, document, MetaRow.Of(session).RevisionsLimit, keepBodies: true);
        }

        return dropped;
    }

    // The oldest come first, so what is over the size is taken from the old end, and no more than is over.
    private List<Entry> Choose(Session session, List<Entry> entries)
    {
        var chosen = new List<Entry>();
        var left = _bytes - _droppedBytes;
        foreach (var entry in entries)
        {
            if (IsDroppable(session, entry, isOverSize: retention.Bytes is { } most && left > most))
            {
                chosen.Add(entry);
                left -= entry.Bytes;
            }
        }

        return chosen;
    }

    private bool IsDroppable(Session session, Entry entry, bool isOverSize)
    {
        var now = time.GetUtcNow();
        return session.Number(
            $"SELECT count(*) FROM journal JOIN docs USING (doc) WHERE journal.rev = $1 AND {Droppable}",
            entry.Node,
            (now - retention.Age).ToUnixTimeMilliseconds(),
            (now - retention.Trash).ToUnixTimeMilliseconds(),
            isOverSize ? 1 : 0,
            retention.Nearest) > 0;
    }

    private void Count(Entry entry)
    {
        _dropped++;
        _droppedBytes += entry.Bytes;
    }

    private readonly record struct Entry(long Node, long Document, long Superseded, long Bytes);
}
