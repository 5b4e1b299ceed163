using System.Collections.Immutable;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Conflict.Resolution;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Conflict.Normalisation;

/// <summary>Decides what a document needs, on its tree alone (conflict.md §1.5).</summary>
internal sealed class Decider(ConflictResolver resolver)
{
    public async Task<Normalised> DecideAsync(DocumentTree tree, PolicyInForce policy, CancellationToken cancellationToken)
    {
        var set = HeadSet.Of(tree);
        return set.Heads.Length switch
        {
            0 => Normalised.Nothing, // only retired leaves: nothing is left to show
            1 => await TopAsync(tree, set, policy, cancellationToken),
            _ => await ResolveAsync(tree, set, policy, cancellationToken),
        };
    }

    private async Task<Normalised> ResolveAsync(DocumentTree tree, HeadSet set, PolicyInForce policy, CancellationToken cancellationToken)
    {
        var conflict = MetVersions.In(tree, set.Heads);
        var settlement = await resolver.ResolveAsync(conflict, policy, cancellationToken);
        return Settle(set, conflict, settlement) ?? Normalised.Waiting(tree.Id, conflict.Type, Reason(settlement));
    }

    /// <summary>One head is left. If it is a merge that this device can make better, it does, once: the better one outranks it everywhere (conflict.md §2.2).</summary>
    private async Task<Normalised> TopAsync(DocumentTree tree, HeadSet set, PolicyInForce policy, CancellationToken cancellationToken)
    {
        var top = set.Heads[0];
        var settled = new Normalised(Additions.AroundTop(set), Merged: false);
        if (top.Body.Merge is not { } made || (made is { Base: BaseQuality.Exact, Provisional: false }))
        {
            return settled;
        }

        var stored = StoredVersions.Of(tree);
        var heads = top.Body.Parents.Select(parent => stored.FirstOrDefault(version => version.Revision == parent)).OfType<Candidate>()
            .OrderBy(head => head.Body.Stamp).ThenBy(head => head.Revision).ToImmutableArray();
        if (heads.Length < 2 || heads.Length < top.Body.Parents.Length)
        {
            return settled;
        }

        var conflict = new MetVersions(tree.Id, heads, stored);
        var better = await resolver.ResolveAsync(conflict, policy, cancellationToken);
        return better is Settlement.Join { Provenance: var provenance } && HeadRank.Outranks(provenance, made) && Settle(set, conflict, better) is { } again
            ? again
            : settled with { IsSettled = !made.Provisional }; // the strategy that it stands in for may still come
    }

    private static Normalised? Settle(HeadSet set, MetVersions conflict, Settlement settlement)
    {
        var (outcome, provenance, copies) = settlement switch
        {
            Settlement.Join join => (join.Outcome, join.Provenance, []),
            Settlement.Copy copy => Copy(conflict, copy),
            _ => (null, null, ImmutableArray<ConflictCopy>.Empty),
        };
        if (outcome is null || provenance is null)
        {
            return null;
        }

        var madeBy = $"{provenance.Strategy}@{provenance.Version}";
        var merge = Additions.Merge(conflict.Heads, outcome, provenance, CarriedRecords.Of(conflict, outcome.Records, madeBy));
        return DocumentBodyCodec.Encode(merge.Body).Utf8.Length > DocumentBodyCodec.MaxEditBytes
            ? null
            : new Normalised(Additions.AroundMerge(set, merge), Merged: true) { Copies = copies, IsSettled = !provenance.Provisional };
    }

    private static (MergeOutcome.Merged Outcome, MergeProvenance Provenance, ImmutableArray<ConflictCopy> Copies) Copy(MetVersions conflict, Settlement.Copy copy)
    {
        var main = conflict.Heads.First(head => head.Revision == copy.Main);
        var copies = Copies.Of(conflict, main);
        return (new(main.Body.Content, main.Body.Deleted, main.Body.Attachments, Copies.Records(conflict, copies), []), copy.Provenance, copies);
    }

    private static string Reason(Settlement settlement) => settlement switch
    {
        Settlement.Wait wait => wait.Reason,
        _ => "joined, it would be larger than a document may be; choose a version, or let the policy keep both",
    };
}
