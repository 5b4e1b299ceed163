using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Storage.Relay;

/// <summary>Writes documents as a CouchDB would.</summary>
internal static class RelayWriter
{
    /// <summary>An ordinary edit (<c>new_edits:true</c>).</summary>
    public static Task<RelayEditOutcome> EditAsync(Database relay, EditRelayDocument request, CancellationToken cancellationToken) => relay.WriteAsync(
        (session, effects) =>
        {
            RequireBlobs_InTransaction(relay, request.Files);
            return Edit_InTransaction(session, effects, request);
        },
        cancellationToken);

    /// <summary>Revisions that were made elsewhere (<c>new_edits:false</c>). What is known is left as it is, also when only its name is known, as CouchDB does.</summary>
    public static Task<ImmutableArray<GraftOutcome>> GraftAsync(Database relay, ImmutableArray<Graft> grafts, CancellationToken cancellationToken)
    {
        foreach (var graft in grafts)
        {
            if (!graft.Path.IsWellFormed)
            {
                throw new ArgumentException($"The path of {graft} has more revisions than generations.", nameof(grafts));
            }
        }

        return relay.WriteAsync(
            (session, effects) =>
            {
                RequireBlobs_InTransaction(relay, [.. grafts.SelectMany(graft => graft.Files)]);
                return Graft_InTransaction(session, effects, grafts);
            },
            cancellationToken);
    }

    private static ImmutableArray<GraftOutcome> Graft_InTransaction(Session session, Effects effects, ImmutableArray<Graft> grafts)
    {
        // Stemmed when all of a batch is in, as CouchDB does: paths of one batch may join where each alone would be cut off.
        var changed = new HashSet<long>();
        var outcomes = grafts.Select(graft => Graft_InTransaction(session, effects, graft, changed)).ToImmutableArray();
        foreach (var document in changed)
        {
            Stem_InTransaction(session, document);
        }

        return outcomes;
    }

    private static RelayEditOutcome Edit_InTransaction(Session session, Effects effects, EditRelayDocument request)
    {
        var document = DocumentSql.Find(session, request.Id);
        NodeRow? parent = null;
        if (document is not null)
        {
            // Without a parent only a deleted document may be written, and deleting it once more would say nothing new.
            parent = request.Parent is { } named ? TreeSql.Find(session, document.Key, named) : TreeSql.Get(session, document.Winner);
            if (parent is not { IsLeaf: true } || (request.Parent is null && (!parent.IsTombstone || request.IsTombstone)))
            {
                return new RelayEditOutcome.Conflict();
            }
        }
        else if (request.Parent is not null)
        {
            return new RelayEditOutcome.Conflict();
        }

        document ??= DocumentSql.Create_InTransaction(session, request.Id, remoteId: null);
        var revision = RelayRevision.Of(parent?.Revision, request.IsTombstone, request.Body, request.Files);
        if (TreeSql.Find(session, document.Key, revision) is not null)
        {
            return new RelayEditOutcome.Conflict();
        }

        var node = TreeSql.Insert(session, document.Key, revision, isLeaf: true, request.IsTombstone, request.Body.Utf8);
        if (parent is not null)
        {
            TreeSql.Link(session, node, parent.Key, trusted: true);
        }

        FileSql.Insert(session, node, request.Files);
        var sequence = Refresh_InTransaction(session, effects, document);
        Stem_InTransaction(session, document.Key);
        return new RelayEditOutcome.Saved(revision, sequence);
    }

    private static GraftOutcome Graft_InTransaction(Session session, Effects effects, Graft graft, HashSet<long> changed)
    {
        var document = DocumentSql.Find(session, graft.Id) ?? DocumentSql.Create_InTransaction(session, graft.Id, remoteId: null);
        if (TreeSql.Find(session, document.Key, graft.Path.Tip) is not null)
        {
            return new GraftOutcome(graft.Id, graft.Path.Tip, Added: false, NeedsNormalisation: false);
        }

        var node = Grafting.Add_InTransaction(session, document.Key, graft.Path, Grafting.AllEdges, graft.IsTombstone, graft.Body.Utf8);
        FileSql.Insert(session, node, graft.Files);
        Refresh_InTransaction(session, effects, document);
        changed.Add(document.Key);
        return new GraftOutcome(graft.Id, graft.Path.Tip, Added: true, NeedsNormalisation: false);
    }

    private static LocalSequence Refresh_InTransaction(Session session, Effects effects, DocumentRow document)
    {
        var sequence = DocumentSql.Refresh_InTransaction(session, document);
        effects.Change(sequence);
        return sequence;
    }

    private static void Stem_InTransaction(Session session, long document) =>
        Stemming.Stem_InTransaction(session, document, MetaRow.Of(session).RevisionsLimit, keepBodies: false);

    // Under the write lock: the collector of files needs it too, so what is whole now stays.
    private static void RequireBlobs_InTransaction(Database relay, ImmutableArray<StoredFile> files)
    {
        foreach (var file in files)
        {
            if (!relay.Blobs.IsWhole(file.Blob))
            {
                throw new InvalidDocumentException("BlobMissing", $"The file '{file.Name}' was not stored before the document that names it.", "Store the file first, then save the document.");
            }
        }
    }
}
