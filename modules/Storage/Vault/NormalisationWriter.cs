using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Writes what Conflict decided, if the leaves are still those it decided on (conflict.md C6).</summary>
internal sealed class NormalisationWriter(Minter minter)
{
    public Task<NormalisationOutcome> CommitAsync(Database vault, CommitNormalisation request, CancellationToken cancellationToken) =>
        vault.WriteAsync((session, effects) => Commit_InTransaction(session, effects, request), cancellationToken);

    private async ValueTask<NormalisationOutcome> Commit_InTransaction(Session session, Effects effects, CommitNormalisation request)
    {
        if (DocumentSql.Find(session, request.Id) is not { } document
            || !TreeSql.Leaves(session, document.Key).Select(leaf => leaf.Revision).Order().SequenceEqual(request.ExpectedLeaves.Order()))
        {
            return new NormalisationOutcome.LeavesChanged();
        }

        var encoded = request.Additions.Select(Encode).ToImmutableArray();
        var minted = await minter.MintAsync(
            MetaSql.Vault(session),
            [.. request.Additions.Select((addition, index) => Minter.Draft(request.Id, addition.Parent, addition.IsTombstone, encoded[index]))]);
        var added = false;
        for (var index = 0; index < minted.Length; index++)
        {
            added |= Add_InTransaction(session, document, request.Additions[index], minted[index].Revision, encoded[index]);
        }

        if (added)
        {
            VaultDocuments.Refresh_InTransaction(session, effects, document);
        }

        DocumentSql.SetUnnormalised(session, document.Key, unnormalised: !request.Settled);
        return new NormalisationOutcome.Committed([.. minted.Select(one => one.Revision)]);
    }

    /// <summary>Adds one revision; false when another device's identical decision is here already.</summary>
    private static bool Add_InTransaction(Session session, DocumentRow document, TreeAddition addition, Revision revision, CanonicalJson encoded)
    {
        if (TreeSql.Find(session, document.Key, revision) is not null)
        {
            return false;
        }

        var parent = TreeSql.Find(session, document.Key, addition.Parent)
            ?? throw new ArgumentException($"{document.Id} has no revision {addition.Parent} to build on.", nameof(addition));
        var node = TreeSql.Insert(session, document.Key, revision, isLeaf: true, addition.IsTombstone, encoded.Utf8);
        TreeSql.Link(session, node, parent.Key, trusted: true);
        var shown = Bodies.Shown(addition.Body);
        CausalIndex.Add_InTransaction(session, document.Key, addition.Body.Parked?.Revision ?? revision, shown);
        BlobRefs.Add_InTransaction(session, node, shown, whole: false);
        return true;
    }

    private static CanonicalJson Encode(TreeAddition addition)
    {
        var encoded = DocumentBodyCodec.Encode(addition.Body);
        return encoded.Utf8.Length <= DocumentBodyCodec.MaxBytes
            ? encoded
            : throw new InvalidDocumentException(
                "DocumentTooLarge",
                $"A merged or parked body is {encoded.Utf8.Length} bytes; the most is {DocumentBodyCodec.MaxBytes}.",
                "Let the policy keep both versions of this document instead of joining them.");
    }
}
