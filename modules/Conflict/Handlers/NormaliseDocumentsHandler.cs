using Aurix.Platform.Conflict.Normalisation;
using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Conflict.Resolution;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Handlers;

/// <summary>Walks the list of documents that have to be looked at, once, a page at a time.</summary>
internal sealed class NormaliseDocumentsHandler(IMediator mediator, PolicyReader policies, DocumentNormaliser normaliser, Patience patience)
    : IRequestHandler<NormaliseDocuments, NormalisationReport>, IDisposable
{
    private const int Page = 256; // larger holds more ids in memory, smaller asks more often; neither matters

    private readonly SemaphoreSlim _one = new(1); // two walks at once would only lose races against each other

    public async Task<NormalisationReport> Handle(NormaliseDocuments request, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await WalkAsync(request.AfterPull, cancellationToken);
        }
        finally
        {
            patience.Save();
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<NormalisationReport> WalkAsync(bool isRound, CancellationToken cancellationToken)
    {
        var policy = await policies.ReadAsync(cancellationToken);
        var report = new NormalisationReport(0, 0, 0, 0, 0, []);
        for (DocumentId? after = null; ;)
        {
            var ids = await mediator.Send(new ListUnnormalised(Page) { After = after }, cancellationToken);
            if (!ids.IsEmpty)
            {
                report = (await normaliser.NormaliseAsync(ids, policy, isRound, cancellationToken)).Aggregate(report, Add);
                after = ids[^1];
            }

            if (ids.Length < Page)
            {
                return report;
            }
        }
    }

    private static NormalisationReport Add(NormalisationReport report, Normalised one) => report with
    {
        Looked = report.Looked + 1,
        Merged = report.Merged + (one.Merged ? 1 : 0),
        Parked = report.Parked + one.Count(DocumentBodyKind.Park),
        Revived = report.Revived + one.Count(DocumentBodyKind.Revive),
        Copied = report.Copied + one.Copies.Length,
        Waiting = one.WaitsBecause is { } waiting ? report.Waiting.Add(waiting) : report.Waiting,
    };
}
