using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Writes a user's edit: step 3 of the road. Parent, body, revision, tree and place in the feed in one transaction.</summary>
internal sealed class EditWriter(Minter minter, TimeProvider time)
{
    public Task<PutOutcome> WriteAsync(Database vault, EditRequest request, CancellationToken cancellationToken) => vault.WriteAsync(
        (session, effects) =>
        {
            // Under the write lock: the collector of files needs it too, so what is whole now stays.
            RequireWhole(vault, request);
            return Write_InTransaction(session, effects, request);
        },
        cancellationToken);

    private static void RequireWhole(Database vault, EditRequest request)
    {
        foreach (var (name, file) in request.Attach)
        {
            if (!vault.Blobs.IsWhole(new BlobKey(file.Blob.Manifest.ToString())))
            {
                throw new InvalidDocumentException("BlobMissing", $"The file '{name}' was not stored before the document that names it.", "Store the file first, then save the document.");
            }
        }
    }

    private async ValueTask<PutOutcome> Write_InTransaction(Session session, Effects effects, EditRequest request)
    {
        var document = DocumentSql.Find(session, request.Id);
        NodeRow? parent = null;
        if (document is not null)
        {
            var winner = TreeSql.Get(session, document.Winner);
            parent = request.Parent is { } named ? TreeSql.Find(session, document.Key, named) : winner;
            if (request.Parent is null && !document.IsDeleted)
            {
                return new PutOutcome.Stale(winner.Revision);
            }

            if (parent is not { HasBody: true })
            {
                return new PutOutcome.UnknownParent();
            }

            if (parent.Key != winner.Key && !request.AllowBranch)
            {
                return new PutOutcome.Stale(winner.Revision);
            }
        }
        else if (request.Parent is not null)
        {
            return new PutOutcome.UnknownParent();
        }

        return await Save_InTransaction(session, effects, request, document ?? DocumentSql.Create_InTransaction(session, request.Id, remoteId: null), parent);
    }

    private async ValueTask<PutOutcome> Save_InTransaction(Session session, Effects effects, EditRequest request, DocumentRow document, NodeRow? parent)
    {
        var seen = parent is null ? default((Revision Revision, DocumentBody Body)?) : Seen(session, parent);
        var actor = MetaSql.Actor(session);
        var (highest, milliseconds, counter) = CausalIndex.Highest(session, document.Key, actor);
        var stamp = HybridClock.Tick_InTransaction(session, time, actor, seen?.Body.Stamp, (milliseconds, counter));
        var body = EditComposer.Compose(request, seen, new Dot(actor, highest + 1), stamp);
        var encoded = EditComposer.Encode(body);

        var minted = await minter.MintAsync(MetaSql.Vault(session), Minter.Draft(request.Id, parent?.Revision, isTombstone: false, encoded));
        if (document.RemoteId is null)
        {
            DocumentSql.SetRemoteId(session, document.Key, minted.RemoteId);
        }

        var node = TreeSql.Insert(session, document.Key, minted.Revision, isLeaf: true, isTombstone: false, encoded.Utf8);
        if (parent is not null)
        {
            TreeSql.Link(session, node, parent.Key, trusted: true);
        }

        CausalIndex.Add_InTransaction(session, document.Key, minted.Revision, body);
        BlobRefs.Add_InTransaction(session, node, body, whole: false);
        foreach (var attached in request.Attach.Values)
        {
            BlobRefs.SetWhole_InTransaction(session, attached.Blob.Manifest.ToString());
        }

        var (saved, sequence) = VaultDocuments.Refresh_InTransaction(session, effects, document);
        if (saved.LiveLeaves > 1)
        {
            VaultDocuments.NeedNormalisation_InTransaction(session, effects, saved);
        }

        return new PutOutcome.Saved(minted.Revision, sequence);
    }

    /// <summary>What the author saw. Who edits a park saw the revision that it keeps.</summary>
    private static (Revision Revision, DocumentBody Body) Seen(Session session, NodeRow parent)
    {
        var own = Bodies.Own(session, parent.Key)!;
        return (own.Parked?.Revision ?? parent.Revision, Bodies.Shown(own));
    }
}
