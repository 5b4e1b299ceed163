using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Search;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Keeps a vault document's row, and what is searched by, in step with its tree.</summary>
internal static class VaultDocuments
{
    /// <summary>Adds a document with its first revision.</summary>
    public static (DocumentRow Document, long Node) Create_InTransaction(
        Session session, Effects effects, DocumentId id, string remoteId, Revision revision, DocumentBody body, ReadOnlyMemory<byte> encoded, bool isTombstone = false)
    {
        var key = MetaRow.Of(session).LastDocumentKey + 1;
        var node = MetaRow.Of(session).LastRevisionKey + 1;
        var document = new DocumentRow(key, id, remoteId, node, LiveLeaves: isTombstone ? 0 : 1, TombstoneLeaves: isTombstone ? 1 : 0, body.Deleted);
        var sequence = DocumentSql.Advance_InTransaction(session, before: null, body.Deleted);
        MetaRow.Change_InTransaction(session, static meta => meta with { LastDocumentKey = meta.LastDocumentKey + 1 });
        session.Run(
            """
            INSERT INTO docs (doc, id, remote_id, seq, winner, live_leaves, tombstone_leaves, deleted, type, stamp_ms, stamp_counter, stamp_actor, files)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            key,
            id.Value,
            remoteId,
            sequence.Value,
            node,
            document.LiveLeaves,
            document.TombstoneLeaves,
            body.Deleted ? 1 : 0,
            body.Type.Value,
            body.Stamp.Milliseconds,
            body.Stamp.Counter,
            body.Stamp.Actor.ToString(),
            body.Attachments.Count);
        TreeSql.Insert(session, key, revision, isLeaf: true, isTombstone, encoded);
        Index_InTransaction(session, key, body, isNew: true);
        effects.Change(sequence);
        return (document, node);
    }

    /// <summary>Brings the row up to date after <paramref name="node"/> became the document's only leaf, on what was the only one.</summary>
    public static DocumentRow Advance_InTransaction(Session session, Effects effects, DocumentRow before, long node, bool isTombstone, DocumentBody shown)
    {
        var after = before with { Winner = node, LiveLeaves = isTombstone ? 0 : 1, TombstoneLeaves = isTombstone ? 1 : 0, IsDeleted = shown.Deleted };
        Update_InTransaction(session, effects, before, after, shown);
        return after;
    }

    /// <summary>Brings the row up to date after anything at all happened to the tree.</summary>
    public static DocumentRow Refresh_InTransaction(Session session, Effects effects, DocumentRow before)
    {
        var winner = TreeSql.Winner(session, before.Key);
        var (live, tombstones) = DocumentSql.CountLeaves(session, before.Key);
        var shown = Bodies.ShownLeaf(session, winner);
        var after = before with { Winner = winner.Key, LiveLeaves = live, TombstoneLeaves = tombstones, IsDeleted = shown.Deleted };
        Update_InTransaction(session, effects, before, after, shown);
        return after;
    }

    /// <summary>Puts the document on the list that Conflict works through, and rings.</summary>
    public static void NeedNormalisation_InTransaction(Session session, Effects effects, DocumentRow document)
    {
        DocumentSql.SetUnnormalised(session, document.Key, unnormalised: true);
        effects.Conflicts.Add(document.Id);
    }

    private static void Update_InTransaction(Session session, Effects effects, DocumentRow before, DocumentRow after, DocumentBody shown)
    {
        var sequence = DocumentSql.Advance_InTransaction(session, before, after.IsDeleted);
        session.Run(
            """
            UPDATE docs SET seq = $2, winner = $3, live_leaves = $4, tombstone_leaves = $5, deleted = $6,
                type = $7, stamp_ms = $8, stamp_counter = $9, stamp_actor = $10, files = $11
            WHERE doc = $1
            """,
            after.Key,
            sequence.Value,
            after.Winner,
            after.LiveLeaves,
            after.TombstoneLeaves,
            after.IsDeleted ? 1 : 0,
            shown.Type.Value,
            shown.Stamp.Milliseconds,
            shown.Stamp.Counter,
            shown.Stamp.Actor.ToString(),
            shown.Attachments.Count);
        if (after.Winner != before.Winner)
        {
            Index_InTransaction(session, after.Key, shown, isNew: false);
        }

        effects.Change(sequence);
    }

    private static void Index_InTransaction(Session session, long document, DocumentBody shown, bool isNew)
    {
        SearchIndex.Mark_InTransaction(session, document);
        FieldIndex.Replace_InTransaction(session, document, shown, isNew);
    }
}
