using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Search;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Keeps a vault document's row in step with its tree.</summary>
internal static class VaultDocuments
{
    /// <summary>Brings the row up to date after the tree changed and notes the change for the bell.</summary>
    public static (DocumentRow Document, LocalSequence Sequence) Refresh_InTransaction(Session session, Effects effects, DocumentRow before)
    {
        DocumentBody? shown = null;
        var (document, _, sequence) = DocumentSql.Refresh(session, before, node =>
        {
            shown = Bodies.Shown(session, node) ?? throw new InvalidOperationException("A leaf has no body.");
            return shown.Deleted;
        });
        session.Run(
            "UPDATE docs SET type = $2, stamp_ms = $3, stamp_counter = $4, stamp_actor = $5, files = $6 WHERE doc = $1",
            document.Key,
            shown!.Type.Value,
            shown.Stamp.Milliseconds,
            shown.Stamp.Counter,
            shown.Stamp.Actor.ToString(),
            shown.Attachments.Count);
        SearchIndex.Replace_InTransaction(session, document.Key, shown, isNew: before.Winner == 0);
        effects.Change(sequence);
        return (document, sequence);
    }

    /// <summary>Puts the document on the list that Conflict works through, and rings.</summary>
    public static void NeedNormalisation_InTransaction(Session session, Effects effects, DocumentRow document)
    {
        DocumentSql.SetUnnormalised(session, document.Key, unnormalised: true);
        effects.Conflicts.Add(document.Id);
    }
}
