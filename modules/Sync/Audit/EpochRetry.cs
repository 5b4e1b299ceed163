using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Audit;

/// <summary>Asks again for what lacked only a key, once there is a newer key ring.</summary>
internal sealed class EpochRetry(IMediator mediator, Puller puller)
{
    private const int Page = 200; // as in trying again by hand

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var added = 0;
        for (long? before = null; ;)
        {
            var page = await mediator.Send(new ListQuarantine(Page) { Before = before, Code = RejectionCodes.EpochUnknown }, cancellationToken);
            var wanted = page.Select(entry => entry.What).Where(what => RemoteNames.IsDocument(what.RemoteId) && Revision.TryParse(what.Revision, out _));
            added += (await puller.FetchAgainAsync([.. wanted.Select(what => (what.RemoteId, Revision.Parse(what.Revision)))], cancellationToken)).Added;
            if (page.Length < Page)
            {
                return added;
            }

            before = page[^1].Number;
        }
    }
}
