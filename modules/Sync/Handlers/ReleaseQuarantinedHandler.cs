using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Takes in what was late, and refuses everything else: only that was ever sealed by somebody with the keys.</summary>
/// <remarks>Other devices go on refusing it. The next round says it again under the present keys, as it does with whatever their list does not name.</remarks>
internal sealed class ReleaseQuarantinedHandler(IMediator mediator, RoundRunner rounds, ServerDoor door, DeviceTools tools) : IRequestHandler<ReleaseQuarantined, ReleaseOutcome>
{
    public async Task<ReleaseOutcome> Handle(ReleaseQuarantined request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new FindQuarantined(request.Number), cancellationToken) is not { } entry)
        {
            return ReleaseOutcome.Missing;
        }

        if (entry.What.Code != RejectionCodes.EpochClosed || !Revision.TryParse(entry.What.Revision, out var revision))
        {
            throw new UsageException(
                "NotReleasable",
                $"Entry {entry.Number} was set aside with {entry.What.Code}: {entry.What.Detail}",
                "Only what came after its epoch was closed can be released. Try it again with 'aurix quarantine retry', or drop it with 'aurix quarantine forget'.");
        }

        await rounds.AloneAsync(account => FetchAsync(account, entry.What.RemoteId, revision, cancellationToken), cancellationToken);
        return await mediator.Send(new FindQuarantined(request.Number), cancellationToken) is null ? ReleaseOutcome.Released : ReleaseOutcome.Unavailable;
    }

    private async Task<bool> FetchAsync(SyncAccount account, string id, Revision revision, CancellationToken cancellationToken)
    {
        using var remote = await RemoteVault.ConnectAsync(account, door, tools, cancellationToken);
        var puller = new Puller(mediator, remote.Documents, remote.Name, remote.Sharing) { AcceptClosed = true };
        await puller.FetchAgainAsync([(id, revision)], cancellationToken); // what is grafted settles its entry
        await mediator.Send(new NormaliseDocuments(), cancellationToken);
        return true;
    }
}
