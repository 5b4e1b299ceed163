using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Writes what Conflict decided, if the leaves are still those it decided on (conflict.md C6).</summary>
internal sealed class NormalisationWriter(Minter minter)
{
    public Task<ImmutableArray<NormalisationOutcome>> CommitAsync(Database vault, ImmutableArray<CommitNormalisation> commits, CancellationToken cancellationToken) =>
        vault.WriteAsync((session, effects) => Commit_InTransaction(session, effects, commits), cancellationToken);

    private async ValueTask<ImmutableArray<NormalisationOutcome>> Commit_InTransaction(Session session, Effects effects, ImmutableArray<CommitNormalisation> commits)
    {
        var taken = new HashSet<DocumentId>();
        var plans = commits.Select(commit => taken.Add(commit.Id) ? Plan(session, commit) : null).ToImmutableArray();
        var minted = await minter.MintAsync(MetaSql.Vault(session), [.. plans.SelectMany(plan => plan?.Drafts ?? [])]);
        var outcomes = ImmutableArray.CreateBuilder<NormalisationOutcome>(commits.Length);
        var next = 0;
        foreach (var plan in plans)
        {
            if (plan is null)
            {
                outcomes.Add(new NormalisationOutcome.LeavesChanged());
                continue;
            }

            var own = minted.AsSpan(next, plan.Drafts.Length);
            next += own.Length;
            outcomes.Add(Write_InTransaction(session, effects, plan, own));
        }

        return outcomes.MoveToImmutable();
    }

    /// <summary>What a commit comes down to; null when it was decided on other leaves.</summary>
    private static NormalisationPlan? Plan(Session session, CommitNormalisation commit) =>
        DocumentSql.Find(session, commit.Id) is { } document
        && TreeSql.Leaves(session, document.Key).Select(leaf => leaf.Revision).Order().SequenceEqual(commit.ExpectedLeaves.Order())
            ? new(document, commit, [.. commit.Additions.Select(addition => Encode(addition.Body))], [.. commit.Copies.Select(copy => Encode(copy.Body))])
            : null;

    private static NormalisationOutcome.Committed Write_InTransaction(Session session, Effects effects, NormalisationPlan plan, ReadOnlySpan<MintedRevision> minted)
    {
        var commit = plan.Commit;

        // Copies first: their place in the feed is before that of the merge which hides what they hold.
        for (var index = 0; index < commit.Copies.Length; index++)
        {
            AddCopy_InTransaction(session, effects, commit.Copies[index], minted[commit.Additions.Length + index], plan.EncodedCopies[index]);
        }

        var added = false;
        for (var index = 0; index < commit.Additions.Length; index++)
        {
            added |= Add_InTransaction(session, plan.Document, commit.Additions[index], minted[index].Revision, plan.Encoded[index]);
        }

        if (added)
        {
            VaultDocuments.Refresh_InTransaction(session, effects, plan.Document);
        }

        DocumentSql.SetUnnormalised(session, plan.Document.Key, unnormalised: !commit.Settled);
        return new NormalisationOutcome.Committed([.. minted[..commit.Additions.Length].ToArray().Select(one => one.Revision)]);
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
        var node = TreeSql.InsertBelow(session, document.Key, parent, revision, addition.IsTombstone, encoded.Utf8);
        var shown = Bodies.Shown(addition.Body);
        CausalIndex.Add_InTransaction(session, document.Key, addition.Body.Parked?.Revision ?? revision, shown);
        BlobRefs.Add_InTransaction(session, node, shown, whole: false);
        return true;
    }

    private static void AddCopy_InTransaction(Session session, Effects effects, ConflictCopy copy, MintedRevision minted, CanonicalJson encoded)
    {
        var existing = DocumentSql.Find(session, copy.Id);
        if (existing is not null && TreeSql.Find(session, existing.Key, minted.Revision) is not null)
        {
            return; // made before; what its owner did with it since stands
        }

        DocumentRow document;
        long node;
        if (existing is null)
        {
            (document, node) = VaultDocuments.Create_InTransaction(session, effects, copy.Id, minted.RemoteId, minted.Revision, copy.Body, encoded.Utf8);
        }
        else
        {
            // Somebody uses the name for something else: a branch like any other.
            node = TreeSql.Insert(session, existing.Key, minted.Revision, isLeaf: true, isTombstone: false, encoded.Utf8);
            document = VaultDocuments.Refresh_InTransaction(session, effects, existing);
            VaultDocuments.NeedNormalisation_InTransaction(session, effects, document);
        }

        CausalIndex.Add_InTransaction(session, document.Key, minted.Revision, copy.Body);
        BlobRefs.Add_InTransaction(session, node, copy.Body, whole: false);
    }

    private static CanonicalJson Encode(DocumentBody body)
    {
        var encoded = DocumentBodyCodec.Encode(body);
        return encoded.Utf8.Length <= DocumentBodyCodec.MaxBytes
            ? encoded
            : throw new InvalidDocumentException(
                "DocumentTooLarge",
                $"A merged or parked body of {body.Id} is {encoded.Utf8.Length} bytes; the most is {DocumentBodyCodec.MaxBytes}.",
                "Let the policy keep both versions of this document instead of joining them.");
    }
}
