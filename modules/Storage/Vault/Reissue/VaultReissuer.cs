using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Storage.Vault.Reissue;

/// <summary>Moves the whole vault to another vault's keys (crypto.md A4): every leaf becomes a new first revision, history stays behind.</summary>
internal sealed class VaultReissuer(Minter minter, IMediator mediator, ILogger<VaultReissuer> log)
{
    // Documents per crossing to Crypto. More cost memory, fewer cost crossings.
    private const int PageSize = 200;

    public async Task<ReissueOutcome> ReissueAsync(Database database, VaultId vault, CancellationToken cancellationToken)
    {
        var files = new ReissuedFiles(mediator);
        int? documents = null;
        if (database.Read(MetaSql.Vault) != vault)
        {
            // Files first, outside the transaction: reading gigabytes must not hold the write lock.
            // Whoever attaches another file meanwhile makes the transaction give up, and this runs again for that file alone.
            do
            {
                await files.RenameAsync(database, vault, cancellationToken);
                documents = await database.WriteAsync((session, effects) => Rewrite_InTransaction(session, effects, database, files, vault), cancellationToken);
            }
            while (documents is null);
        }

        // Past the commit: the store belongs to the new vault, whoever gives up now.
        await mediator.Send(new ConfirmVault(vault), CancellationToken.None);
        await ReissuedFiles.DropOldAsync(database, CancellationToken.None);
        StorageLog.Reissued(log, documents ?? 0, files.Count, vault.ToString());
        return new ReissueOutcome(documents ?? 0, files.Count);
    }

    /// <returns>How many documents were rewritten; null, and nothing changed, when a file has no new name yet.</returns>
    private async ValueTask<int?> Rewrite_InTransaction(Session session, Effects effects, Database database, ReissuedFiles files, VaultId vault)
    {
        if (MetaSql.Vault(session) == vault)
        {
            return 0;
        }

        // Looked at before anything is written: what is written could only be undone by failing.
        if (BlobRefs.OfLeaves(session).Any(blob => files.NeedsName(database.Blobs, blob)))
        {
            return null;
        }

        MetaRow.Change_InTransaction(session, meta => meta with { Vault = vault });
        var count = 0;
        var after = 0L;
        while (true)
        {
            var page = session.All("SELECT doc, id FROM docs WHERE doc > $1 ORDER BY doc LIMIT $2", static row => (Key: row.GetInt64(0), Id: row.GetString(1)), after, PageSize);
            if (page.Count == 0)
            {
                break;
            }

            await Rewrite_InTransaction(session, effects, files, vault, [.. page.Select(one => DocumentSql.Find(session, new DocumentId(one.Id))!)]);
            count += page.Count;
            after = page[^1].Key;
        }

        files.KeepPins_InTransaction(session);
        BlobRefs.DropUnnamed_InTransaction(session);

        // What a server has, it has under addresses of the old vault.
        BlobServers.ForgetAll_InTransaction(session);
        return count;
    }

    private async ValueTask Rewrite_InTransaction(Session session, Effects effects, ReissuedFiles files, VaultId vault, ImmutableArray<DocumentRow> documents)
    {
        var leaves = documents.SelectMany(document => Leaves(session, document, files)).ToImmutableArray();
        var roots = await minter.MintAsync(vault, [.. leaves.Select(leaf => Minter.Draft(leaf.Document.Id, parent: null, isTombstone: false, leaf.Encoded))]);
        var parks = leaves.Select((leaf, index) => Park(leaf, roots[index].Revision)).ToImmutableArray();
        var kept = Enumerable.Range(0, parks.Length).Where(index => leaves[index].IsPark).ToImmutableArray();
        var parkRevisions = await minter.MintAsync(
            vault,
            [.. kept.Select(index => Minter.Draft(leaves[index].Document.Id, roots[index].Revision, isTombstone: true, parks[index].Encoded))]);

        foreach (var document in documents)
        {
            Forget_InTransaction(session, document);
        }

        for (var index = 0; index < leaves.Length; index++)
        {
            var park = kept.IndexOf(index);
            Insert_InTransaction(
                session,
                leaves[index],
                roots[index],
                park < 0 ? null : (parkRevisions[park].Revision, parks[index].Encoded));
        }

        foreach (var document in documents)
        {
            var renewed = VaultDocuments.Refresh_InTransaction(session, effects, document);
            if (renewed.Leaves > 1 || renewed.LiveLeaves == 0)
            {
                VaultDocuments.NeedNormalisation_InTransaction(session, effects, renewed);
            }
        }
    }

    /// <summary>What each leaf says, under the new names of its files. A retire says nothing and is left behind.</summary>
    private static IEnumerable<Leaf> Leaves(Session session, DocumentRow document, ReissuedFiles files)
    {
        foreach (var node in TreeSql.Leaves(session, document.Key))
        {
            var own = Bodies.Own(session, node.Key) ?? throw new InvalidOperationException("A leaf has no body.");
            if (own.Kind is not DocumentBodyKind.Retire)
            {
                var body = files.Rewrite(Bodies.Shown(own));
                yield return new Leaf(document, own.Kind is DocumentBodyKind.Park, body, DocumentBodyCodec.Encode(body));
            }
        }
    }

    private static (DocumentBody Body, CanonicalJson Encoded) Park(Leaf leaf, Revision parked)
    {
        var body = new DocumentBody
        {
            Id = leaf.Body.Id,
            Type = leaf.Body.Type,
            Kind = DocumentBodyKind.Park,
            Parked = new ParkedRevision(parked, leaf.Encoded),
        };
        return (body, DocumentBodyCodec.Encode(body));
    }

    private static void Forget_InTransaction(Session session, DocumentRow document)
    {
        BlobRefs.Forget_InTransaction(session, document.Key);
        CausalIndex.ForgetRevisions_InTransaction(session, document.Key);
        JournalSql.Forget_InTransaction(session, document.Key);
        session.Run("DELETE FROM revs WHERE doc = $1", document.Key);
    }

    private static void Insert_InTransaction(Session session, Leaf leaf, MintedRevision root, (Revision Revision, CanonicalJson Encoded)? park)
    {
        DocumentSql.SetRemoteId(session, leaf.Document.Key, root.RemoteId);
        if (TreeSql.Find(session, leaf.Document.Key, root.Revision) is not null)
        {
            return; // Two leaves that say the same are one now.
        }

        var node = TreeSql.Insert(session, leaf.Document.Key, root.Revision, isLeaf: true, isTombstone: false, leaf.Encoded.Utf8);
        CausalIndex.Add_InTransaction(session, leaf.Document.Key, root.Revision, leaf.Body);
        if (park is { } kept)
        {
            var child = TreeSql.Insert(session, leaf.Document.Key, kept.Revision, isLeaf: true, isTombstone: true, kept.Encoded.Utf8);
            TreeSql.Link(session, child, node, trusted: true);
            node = child;
        }

        BlobRefs.Add_InTransaction(session, node, leaf.Body, whole: false);
    }

    private sealed record Leaf(DocumentRow Document, bool IsPark, DocumentBody Body, CanonicalJson Encoded);
}
