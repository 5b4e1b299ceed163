using System.Collections.Immutable;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Audit;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class RetryQuarantinedHandler(IMediator mediator, RoundRunner rounds, ServerDoor door, DeviceTools tools, SyncOptions options) : IRequestHandler<RetryQuarantined, RetryOutcome>
{
    private const int Page = 200; // entries tried at once: more hold more envelopes in memory, fewer cost round trips

    public Task<RetryOutcome> Handle(RetryQuarantined request, CancellationToken cancellationToken) =>
        rounds.AloneAsync(account => RetryAsync(account, request, cancellationToken), cancellationToken);

    private async Task<RetryOutcome> RetryAsync(SyncAccount account, RetryQuarantined request, CancellationToken cancellationToken)
    {
        await tools.Alarms.DemandSendingAsync(cancellationToken);
        using var remote = await RemoteVault.ConnectAsync(account, door, tools, cancellationToken);
        var retry = new QuarantineRetry(mediator, remote, options.Files, tools.Time);
        var outcome = new RetryOutcome(0, 0);
        if (!request.Numbers.IsEmpty)
        {
            foreach (var part in request.Numbers.Distinct().Chunk(Page))
            {
                outcome = await RetryAsync(retry, outcome, await FindAsync(part, cancellationToken), cancellationToken);
            }

            return outcome;
        }

        // From the newest down: what is refused again keeps its number, so the walk ends.
        for (long? before = null; ;)
        {
            var page = await mediator.Send(new ListQuarantine(Page) { Before = before }, cancellationToken);
            outcome = await RetryAsync(retry, outcome, page, cancellationToken);
            if (page.Length < Page)
            {
                return outcome;
            }

            before = page[^1].Number;
        }
    }

    private async Task<RetryOutcome> RetryAsync(QuarantineRetry retry, RetryOutcome outcome, IReadOnlyList<QuarantinedEntry> entries, CancellationToken cancellationToken)
    {
        await retry.RunAsync(entries, cancellationToken);
        var left = await FindAsync(entries.Select(entry => entry.Number), cancellationToken);
        return new(outcome.Tried + entries.Count, outcome.Settled + entries.Count - left.Count);
    }

    private async Task<List<QuarantinedEntry>> FindAsync(IEnumerable<long> numbers, CancellationToken cancellationToken)
    {
        var found = new List<QuarantinedEntry>();
        foreach (var number in numbers)
        {
            if (await mediator.Send(new FindQuarantined(number), cancellationToken) is { } entry)
            {
                found.Add(entry);
            }
        }

        return found;
    }
}
