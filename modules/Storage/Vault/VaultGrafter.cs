using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Takes revisions from other devices into the vault (step 12).</summary>
/// <remarks>
/// A revision whose body is here changes nothing. CouchDB also ignores a body that arrives for a node of which it knows only the name;
/// we take it: it is a base for later merges, and it is the only way to notice that a server lied about an ancestry (<see cref="Placement"/>).
/// </remarks>
internal sealed class VaultGrafter(TimeProvider time, ILogger<VaultGrafter> log)
{
    public Task<ImmutableArray<GraftOutcome>> GraftAsync(Database vault, ImmutableArray<Graft> grafts, CancellationToken cancellationToken) =>
        vault.WriteAsync((session, effects) => GraftAll_InTransaction(session, effects, vault, grafts), cancellationToken);

    /// <summary>Grafts what was minted with an owner's keys, if the vault is still that owner's.</summary>
    /// <exception cref="Errors.StoreException"><c>VaultChanged</c>; nothing was changed.</exception>
    public Task<ImmutableArray<GraftOutcome>> GraftAsync(Database vault, VaultId owner, ImmutableArray<Graft> grafts, CancellationToken cancellationToken) =>
        vault.WriteAsync(
            (session, effects) => MetaSql.Vault(session) == owner
                ? GraftAll_InTransaction(session, effects, vault, grafts)
                : throw StoreErrors.VaultChanged(),
            cancellationToken);

    private ImmutableArray<GraftOutcome> GraftAll_InTransaction(Session session, Effects effects, Database vault, ImmutableArray<Graft> grafts)
    {
        var outcomes = grafts.Select(graft => Graft_InTransaction(session, effects, vault, graft)).ToImmutableArray();
        QuarantineSql.SettleGrafted_InTransaction(session, grafts.Select(graft => graft.RemoteId!));
        return outcomes;
    }

    private GraftOutcome Graft_InTransaction(Session session, Effects effects, Database vault, Graft graft)
    {
        Validate(graft);
        var body = DocumentBodyCodec.DecodeTrusted(graft.Body.Utf8);
        if (body.Id != graft.Id)
        {
            throw new ArgumentException($"The body of {graft} belongs to another document.", nameof(graft));
        }

        if (DocumentSql.Find(session, graft.Id) is not { } document)
        {
            return Create_InTransaction(session, effects, vault, graft, body);
        }

        var known = TreeSql.Find(session, document.Key, graft.Path.Tip);
        if (known is { HasBody: true })
        {
            return new GraftOutcome(graft.Id, graft.Path.Tip, Added: false, NeedsNormalisation: false);
        }

        var shown = Bodies.Shown(body);
        RotateIfOutrun_InTransaction(session, effects, vault, document, shown.Causes);
        var node = known is null
            ? Place(session, document.Key, graft, shown.Causes)
            : Fill(session, document.Key, graft, known, shown.Causes);
        document = known is null && Extends(session, document, graft.AuthenticatedParent)
            ? VaultDocuments.Advance_InTransaction(session, effects, document, node, graft.IsTombstone, shown)
            : VaultDocuments.Refresh_InTransaction(session, effects, document);
        return Register_InTransaction(session, effects, graft, body, document, node);
    }

    // A document that is new here has no tree to look into: its row and its tip are written at once. Most of a first pull.
    private GraftOutcome Create_InTransaction(Session session, Effects effects, Database vault, Graft graft, DocumentBody body)
    {
        var shown = Bodies.Shown(body);
        var (document, node) = VaultDocuments.Create_InTransaction(session, effects, graft.Id, graft.RemoteId!, graft.Path.Tip, shown, graft.Body.Utf8, graft.IsTombstone);
        RotateIfOutrun_InTransaction(session, effects, vault, document, shown.Causes);
        if (graft.Path.Start > 1)
        {
            Grafting.LinkAncestors_InTransaction(session, document.Key, Placement.Believe(session, document.Key, graft.Path, graft.AuthenticatedParent, shown.Causes), node, trustedEdges: 1);
        }

        return Register_InTransaction(session, effects, graft, body, document, node);
    }

    // What is known of a revision beside its place in the tree, and whether Conflict has to look at the document.
    private GraftOutcome Register_InTransaction(Session session, Effects effects, Graft graft, DocumentBody body, DocumentRow document, long node)
    {
        var shown = Bodies.Shown(body);
        CausalIndex.Add_InTransaction(session, document.Key, body.Parked?.Revision ?? graft.Path.Tip, shown);
        BlobRefs.Add_InTransaction(session, node, shown, whole: false);
        HybridClock.Observe_InTransaction(session, time, shown.Stamp);
        var needsNormalisation = document.Leaves > 1 || document.LiveLeaves == 0;
        if (needsNormalisation)
        {
            VaultDocuments.NeedNormalisation_InTransaction(session, effects, document);
        }

        return new GraftOutcome(graft.Id, graft.Path.Tip, Added: true, needsNormalisation);
    }

    /// <summary>Whether a new tip on this parent is the document's only leaf.</summary>
    private static bool Extends(Session session, DocumentRow before, Revision? parent) =>
        before.Leaves == 1 && parent is not null && TreeSql.Get(session, before.Winner).Revision == parent;

    private static long Place(Session session, long document, Graft graft, CausalSet causes)
    {
        var path = Placement.Believe(session, document, graft.Path, graft.AuthenticatedParent, causes);
        return Grafting.Add_InTransaction(session, document, path, trustedEdges: 1, graft.IsTombstone, graft.Body.Utf8);
    }

    private static long Fill(Session session, long document, Graft graft, NodeRow placeholder, CausalSet causes)
    {
        TreeSql.Fill(session, placeholder.Key, graft.IsTombstone, graft.Body.Utf8);
        if (placeholder.Parent is { } told && graft.AuthenticatedParent is { } vouched && TreeSql.Get(session, told).Revision == vouched)
        {
            TreeSql.Trust(session, placeholder.Key);
        }
        else if (placeholder.Parent is null || !placeholder.IsTrusted)
        {
            TreeSql.Unlink(session, placeholder);
            Grafting.LinkAncestors_InTransaction(session, document, RevisionPath.Of(graft.Path.Tip, graft.AuthenticatedParent), placeholder.Key, trustedEdges: 1);
        }

        Placement.CutLiars_InTransaction(session, placeholder.Key, causes);
        if (TreeSql.Children(session, placeholder.Key).Count == 0)
        {
            TreeSql.MakeLeaf(session, placeholder.Key);
        }

        return placeholder.Key;
    }

    /// <summary>Somebody has edits of ours that we do not know: this store was restored or cloned and must not reuse their numbers (CE-11).</summary>
    private void RotateIfOutrun_InTransaction(Session session, Effects effects, Database vault, DocumentRow document, CausalSet causes)
    {
        var actor = MetaSql.Actor(session);
        var told = causes.HighestOf(actor);
        if (told > 0 && told > CausalIndex.Highest(session, document.Key, actor).Highest)
        {
            VaultOpening.Rotate(session, effects, vault.Marker!);
            StorageLog.ActorRotated(log, vault.Name, "another device has edits of this one that are not here");
        }
    }

    private static void Validate(Graft graft)
    {
        if (!graft.Path.IsWellFormed
            || string.IsNullOrEmpty(graft.RemoteId)
            || (graft.AuthenticatedParent?.Generation ?? 0) != graft.Path.Start - 1
            || !graft.Files.IsDefaultOrEmpty)
        {
            throw new ArgumentException($"The graft {graft} needs a sound path, a remote id and the parent its envelope names, and no files.", nameof(graft));
        }
    }
}
