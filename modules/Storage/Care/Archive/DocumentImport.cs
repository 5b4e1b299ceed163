using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Vault;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Grafts the revisions of an archive, a batch a transaction: an import that is cut off goes on where it was when it is run again.</summary>
/// <param name="vault">Into which.</param>
/// <param name="owner">Whose vault that is.</param>
/// <param name="files">Null for an archive of this vault: then a revision goes only by the name that its body mints to.</param>
internal sealed class DocumentImport(Database vault, VaultId owner, RenamedFiles? files, Minter minter, VaultGrafter grafter, ImportTally tally)
{
    // More hold the write lock longer, fewer cost more trips to the disk.
    private const int BatchSize = 500;

    private readonly List<Graft> _batch = [];
    private ArchivedTree? _tree;
    private long _batchBytes;

    public async Task RunAsync(ArchiveFile archive, CancellationToken cancellationToken)
    {
        foreach (var line in archive.Documents())
        {
            _tree = _tree?.Id == line.Id ? _tree : new ArchivedTree(line.Id);

            // Under new names a revision needs its parent's first; under their own, all of a line are minted at once.
            foreach (var group in line.Revisions.GroupBy(revision => files is null ? 0 : revision.Revision.Generation))
            {
                await AddAsync(_tree, [.. group]);
            }

            if (_batch.Count >= BatchSize || _batchBytes >= ArchiveFormat.EnoughBytes)
            {
                await FlushAsync(cancellationToken);
            }
        }

        await FlushAsync(cancellationToken);
    }

    private async Task AddAsync(ArchivedTree tree, ImmutableArray<ArchivedRevision> revisions)
    {
        var drafts = revisions.Select(revision => Draft(tree, revision)).ToImmutableArray();
        var minted = await minter.MintAsync(owner, [.. drafts.OfType<RevisionDraft>()]);
        var next = 0;
        var accepted = new List<(ArchivedRevision Archived, RevisionDraft Draft, MintedRevision Minted)>();
        for (var index = 0; index < revisions.Length; index++)
        {
            if (drafts[index] is not { } draft)
            {
                tree.AddName(revisions[index]);
            }
            else if (minted[next++] is var one && files is null && one.Revision != revisions[index].Revision)
            {
                Refuse(tree, revisions[index], RejectionCodes.RevMismatch);
                tree.AddName(revisions[index]);
            }
            else
            {
                tree.Rename(revisions[index].Revision, one.Revision);
                accepted.Add((revisions[index], draft, one));
            }
        }

        foreach (var (archived, draft, one) in accepted)
        {
            _batch.Add(Graft(tree, archived, draft, one));
            _batchBytes += draft.Body.Length;
        }
    }

    /// <summary>What is to be minted; null for a name alone, and for what is refused.</summary>
    private RevisionDraft? Draft(ArchivedTree tree, ArchivedRevision revision)
    {
        if (revision.Body is not { } bytes)
        {
            return null;
        }

        var (body, code) = ArchivedBody.Read(tree.Id, revision);
        if (body is null)
        {
            Refuse(tree, revision, code);
            return null;
        }

        var encoded = files is null ? bytes : new Rewriting(tree, files).Rewrite(body).Utf8;
        if (encoded.Length > DocumentBodyCodec.MaxBytes)
        {
            Refuse(tree, revision, "DocumentTooLarge"); // A later epoch's number may be longer.
            return null;
        }

        return new RevisionDraft(
            tree.Id,
            revision.Revision.Generation,
            revision.Parent is { } parent ? tree.Renamed(parent).Hash : RevisionHash.None,
            revision.IsTombstone,
            encoded);
    }

    private static Graft Graft(ArchivedTree tree, ArchivedRevision archived, RevisionDraft draft, MintedRevision minted) =>
        new(tree.Id, minted.RemoteId, tree.PathOf(minted.Revision, archived), archived.IsTombstone, new BodyBytes(draft.Body), [])
        {
            // Covered by the name, which was just computed. Further ancestors are only the archive's word.
            AuthenticatedParent = archived.Parent is { } parent ? tree.Renamed(parent) : null,
        };

    private void Refuse(ArchivedTree tree, ArchivedRevision revision, string code) => tally.Refuse(tree.Id.Value, revision.Revision, code);

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count > 0)
        {
            foreach (var outcome in await grafter.GraftAsync(vault, owner, [.. _batch], cancellationToken))
            {
                tally.Grafted(outcome);
            }

            _batch.Clear();
            _batchBytes = 0;
        }
    }
}
