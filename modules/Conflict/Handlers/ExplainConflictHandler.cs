using System.Collections.Immutable;
using Aurix.Platform.Conflict.Explaining;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Conflict.Resolution;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Handlers;

/// <summary>Tells what met in a document, over which base, and what was made of it.</summary>
internal sealed class ExplainConflictHandler(IMediator mediator, PolicyReader policies, Patience waiting) : IRequestHandler<ExplainConflict, ConflictExplanation?>
{
    public async Task<ConflictExplanation?> Handle(ExplainConflict request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new ReadTree(request.Id), cancellationToken) is not { } tree)
        {
            return null;
        }

        var set = HeadSet.Of(tree);
        if (set.Heads.Length > 1)
        {
            return await OpenAsync(tree, set, cancellationToken);
        }

        return PastMerge.Find(tree, set) is { } past ? await SettledAsync(tree, set, past, cancellationToken) : null;
    }

    private async Task<ConflictExplanation> OpenAsync(DocumentTree tree, HeadSet set, CancellationToken cancellationToken)
    {
        var conflict = MetVersions.In(tree, set.Heads);
        var policy = await policies.ReadAsync(cancellationToken);
        var rule = policy.RuleFor(conflict.Type, tree.Id);
        var shown = await mediator.Send(new GetDocument(tree.Id), cancellationToken) as GetOutcome.Found;
        return new(
            tree.Id,
            conflict.Type,
            shown?.Revision ?? set.Heads[^1].Revision,
            Merge: null,
            Provenance: null,
            waiting.ReasonFor(tree.Id) ?? (rule.IsServed ? "it has not been looked at since the versions met; sync, or wait" : $"the strategy '{rule.Rule.Strategy}' is not loaded"),
            Base(conflict.Stored, set.Heads),
            [.. set.Heads.Select(Explained)],
            Result: null,
            []);
    }

    private async Task<ConflictExplanation> SettledAsync(DocumentTree tree, HeadSet set, PastMerge past, CancellationToken cancellationToken)
    {
        var shown = await mediator.Send(new GetDocument(tree.Id), cancellationToken) as GetOutcome.Found;
        var lost = past.Met.Except(past.Versions.Select(version => version.Revision)).Select(revision => new ExplainedVersion(revision, null, null));
        return new(
            tree.Id,
            past.Merge.Body.Type,
            shown?.Revision ?? set.Heads[0].Revision,
            past.Merge.Revision,
            past.Merge.Body.Merge,
            Reason: null,
            Base(past.Stored, past.Versions),
            [.. past.Versions.Select(Explained), .. lost],
            Explained(past.Merge),
            [.. set.Heads[0].Body.OpenRecords.Select(ConflictRecordCodec.Decode).OfType<ConflictRecord>()]);
    }

    /// <summary>The stored body that comes closest to what all versions share. A base that was made of several is not shown: nobody wrote it.</summary>
    private static ExplainedVersion? Base(ImmutableArray<Candidate> stored, ImmutableArray<Candidate> versions)
    {
        if (versions.Length < 2)
        {
            return null;
        }

        var shared = versions.Skip(1).Aggregate(versions[0].Body.Causes, (causes, version) => causes.Intersect(version.Body.Causes));
        var closest = stored.Where(version => version.Body.Causes.IsSubsetOf(shared)).OrderByDescending(version => version.Body.Causes.Count).ThenByDescending(version => version, HeadRank.Ascending).FirstOrDefault();
        return closest is null ? null : Explained(closest);
    }

    private static ExplainedVersion Explained(Candidate version) => new(version.Revision, version.Body.Stamp, version.Body);
}
