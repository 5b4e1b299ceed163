using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Writes users' edits: step 3 of the road. Parent, body, revision, tree, index and place in the feed in one transaction.</summary>
internal sealed class EditWriter(Minter minter, TimeProvider time)
{
    /// <summary>Writes one edit.</summary>
    /// <exception cref="InvalidDocumentException">The edit itself is wrong.</exception>
    public async Task<PutOutcome> WriteAsync(Database vault, EditRequest request, CancellationToken cancellationToken)
    {
        var outcomes = await WriteAsync(vault, [request], cancellationToken);
        return outcomes[0] is PutOutcome.Refused refused ? throw refused.Reason : outcomes[0];
    }

    /// <summary>Writes edits in one transaction, each with an outcome of its own.</summary>
    public Task<ImmutableArray<PutOutcome>> WriteAsync(Database vault, ImmutableArray<EditRequest> requests, CancellationToken cancellationToken) =>
        vault.WriteAsync((session, effects) => Write_InTransaction(session, effects, vault, requests), cancellationToken);

    private async ValueTask<ImmutableArray<PutOutcome>> Write_InTransaction(Session session, Effects effects, Database vault, ImmutableArray<EditRequest> requests)
    {
        var outcomes = new PutOutcome[requests.Length];
        var prepared = new Dictionary<DocumentId, PreparedEdit>();
        for (var place = 0; place < requests.Length; place++)
        {
            var request = requests[place];
            if (prepared.ContainsKey(request.Id))
            {
                // It builds on one that has to be in the tree first.
                await Save_InTransaction(session, effects, prepared.Values, outcomes);
                prepared.Clear();
            }

            try
            {
                if (Prepare_InTransaction(session, vault, request, place, out var edit) is { } outcome)
                {
                    outcomes[place] = outcome;
                }
                else
                {
                    prepared.Add(request.Id, edit!);
                }
            }
            catch (InvalidDocumentException wrong)
            {
                outcomes[place] = new PutOutcome.Refused(wrong);
            }
        }

        await Save_InTransaction(session, effects, prepared.Values, outcomes);
        return ImmutableCollectionsMarshal.AsImmutableArray(outcomes);
    }

    /// <summary>Finds what the edit builds on and composes its body; answers how it ended if it goes no further.</summary>
    private PutOutcome? Prepare_InTransaction(Session session, Database vault, EditRequest request, int place, out PreparedEdit? edit)
    {
        edit = null;
        var document = DocumentSql.Find(session, request.Id);
        NodeRow? parent = null;
        if (document is not null)
        {
            var winner = TreeSql.Get(session, document.Winner);
            var isApart = request.Parent is null && !document.IsDeleted; // made without knowing of the document: a root beside its own
            parent = isApart ? null : request.Parent is { } named && named != winner.Revision ? TreeSql.Find(session, document.Key, named) : winner;
            if (!isApart && parent is not { HasBody: true })
            {
                return new PutOutcome.UnknownParent();
            }

            if (parent?.Key != winner.Key && !request.AllowBranch)
            {
                return new PutOutcome.Stale(winner.Revision);
            }
        }
        else if (request.Parent is not null)
        {
            return new PutOutcome.UnknownParent();
        }

        if (AlsoSeen(session, document, request) is not { } others)
        {
            return new PutOutcome.UnknownParent();
        }

        RequireFiles(vault, request);
        ImmutableArray<SeenRevision> seen = parent is null ? [] : [Seen(session, parent), .. others];
        edit = Compose_InTransaction(session, request, place, document, parent, seen);
        return null;
    }

    private PreparedEdit Compose_InTransaction(Session session, EditRequest request, int place, DocumentRow? document, NodeRow? parent, ImmutableArray<SeenRevision> seen)
    {
        var actor = MetaSql.Actor(session);
        var (highest, milliseconds, counter) = document is null ? default : CausalIndex.Highest(session, document.Key, actor);
        var stamp = HybridClock.Tick_InTransaction(session, time, actor, seen.IsEmpty ? null : seen.Max(head => head.Body.Stamp), (milliseconds, counter));
        var body = EditComposer.Compose(request, seen, new Dot(actor, highest + 1), stamp);
        return new PreparedEdit(place, request, document, parent, body, EditComposer.Encode(body));
    }

    private async ValueTask Save_InTransaction(Session session, Effects effects, IReadOnlyCollection<PreparedEdit> edits, PutOutcome[] outcomes)
    {
        var minted = await minter.MintAsync(
            MetaSql.Vault(session),
            [.. edits.Select(edit => Minter.Draft(edit.Request.Id, edit.Parent?.Revision, isTombstone: false, edit.Encoded))]);
        foreach (var (edit, mint) in edits.Zip(minted))
        {
            var document = Insert_InTransaction(session, effects, edit, mint.Revision, mint.RemoteId);
            outcomes[edit.Place] = new PutOutcome.Saved(mint.Revision, new LocalSequence(MetaRow.Of(session).LastSequence));
            if (document.LiveLeaves > 1)
            {
                VaultDocuments.NeedNormalisation_InTransaction(session, effects, document);
            }
        }
    }

    private static DocumentRow Insert_InTransaction(Session session, Effects effects, PreparedEdit edit, Revision revision, string remoteId)
    {
        var (document, node) = edit.Document is null
            ? VaultDocuments.Create_InTransaction(session, effects, edit.Request.Id, remoteId, revision, edit.Body, edit.Encoded.Utf8)
            : Extend_InTransaction(session, effects, edit, edit.Document, revision);
        CausalIndex.AddEdit_InTransaction(session, document.Key, revision, edit.Body.Dot!.Value, edit.Body.Dot.Value.Number, edit.Body.Stamp);
        BlobRefs.Add_InTransaction(session, node, edit.Body, whole: false);
        foreach (var attached in edit.Request.Attach.Values)
        {
            BlobRefs.SetWhole_InTransaction(session, attached.Blob.Manifest.ToString());
        }

        return document;
    }

    private static (DocumentRow Document, long Node) Extend_InTransaction(
        Session session, Effects effects, PreparedEdit edit, DocumentRow document, Revision revision)
    {
        var node = edit.Parent is { } parent
            ? TreeSql.InsertBelow(session, document.Key, parent, revision, isTombstone: false, edit.Encoded.Utf8)
            : TreeSql.Insert(session, document.Key, revision, isLeaf: true, isTombstone: false, edit.Encoded.Utf8);
        return document.Leaves == 1 && edit.Parent is { IsLeaf: true }
            ? (VaultDocuments.Advance_InTransaction(session, effects, document, node, isTombstone: false, edit.Body), node)
            : (VaultDocuments.Refresh_InTransaction(session, effects, document), node);
    }

    /// <summary>What the author saw. Who edits a park saw the revision that it keeps.</summary>
    private static SeenRevision Seen(Session session, NodeRow parent)
    {
        var own = Bodies.Own(session, parent.Key)!;
        return new(own.Parked?.Revision ?? parent.Revision, Bodies.Shown(own));
    }

    /// <summary>The other heads that the author saw; null when one of them is not here.</summary>
    private static List<SeenRevision>? AlsoSeen(Session session, DocumentRow? document, EditRequest request)
    {
        var others = new List<SeenRevision>();
        foreach (var revision in request.AlsoSaw)
        {
            if (document is null || TreeSql.Find(session, document.Key, revision) is not { } node || Bodies.Shown(session, node) is not { } body)
            {
                return null;
            }

            others.Add(new(revision, body));
        }

        return others;
    }

    // I-14. Inside the transaction: nothing collects a file between this look and the commit.
    private static void RequireFiles(Database vault, EditRequest request)
    {
        foreach (var (name, file) in request.Attach)
        {
            if (!vault.Blobs.IsWhole(new BlobKey(file.Blob.Manifest.ToString())))
            {
                throw new InvalidDocumentException("BlobMissing", $"The file '{name}' was not stored before the document that names it.", "Store the file first, then save the document.");
            }
        }
    }
}
