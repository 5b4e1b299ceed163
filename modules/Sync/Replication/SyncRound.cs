using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Audit;
using Aurix.Platform.Sync.Collection;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Healing;
using Aurix.Platform.Sync.Live;
using Aurix.Platform.Sync.Rotation;
using Aurix.Platform.Sync.Transfer;
using MediatR;

namespace Aurix.Platform.Sync.Replication;

/// <summary>One round of documents with one server: pull, normalise, check the heads, push, publish the own head, always in this order (conflict.md §1.6, ADR 0012).</summary>
/// <remarks>
/// Pushing first would send heads that the pull is about to settle, and every device would settle them again. Files travel by themselves
/// (<see cref="FileRound"/>): words never wait for them, only a document that names a file which is not on the server yet does.
/// </remarks>
internal sealed class SyncRound(IMediator mediator, VaultWatch watch, DeviceTools tools, OldEpochs oldEpochs, CollectionAnswerer answerer, DeleteGuard guard, SyncCounts counts, ProgressBook progress, TimeProvider time)
{
    /// <param name="client">Logged in.</param>
    /// <param name="account">What its owner opted in to.</param>
    /// <param name="place">How far earlier rounds of the same process have come.</param>
    /// <param name="cancellationToken">Ends it where it is.</param>
    public async Task<SyncReport> RunAsync(CouchClient client, SyncAccount account, RoundPlace place, CancellationToken cancellationToken)
    {
        var documents = new CouchDatabase(client, account.Address.Database);
        var chunks = new BlobDatabase(client, account.Address.BlobDatabase);
        var name = account.Address.ToString();
        var instance = await documents.ReadInstanceAsync(cancellationToken);
        var hasNewKeys = await watch.CheckAsync(documents, account, cancellationToken);
        await new ClosedEpochsFetcher(mediator, chunks).RunAsync(cancellationToken);

        var sharing = tools.SharingOf(account.Client);
        using var devices = await DeviceRound.OpenAsync(tools, documents, account, cancellationToken);
        var pullLog = await CheckpointLog.OpenAsync(mediator, documents, account.Client, account.Vault.ToString(), instance, push: false, sharing.Mark, cancellationToken);
        if (devices.ReadAgain)
        {
            pullLog.StartOver();
        }

        var puller = new Puller(mediator, documents, name, sharing, progress);
        var pull = await puller.RunAsync(pullLog, cancellationToken);
        place.PulledTo = pullLog.Since;
        var opened = hasNewKeys ? await new EpochRetry(mediator, puller).RunAsync(cancellationToken) : 0;
        await new LeafHealer(mediator, time).RunAsync(cancellationToken);
        await oldEpochs.ResealUnlistedAsync(cancellationToken);
        var normalised = await mediator.Send(new NormaliseDocuments { AfterPull = true }, cancellationToken);
        var report = new SyncReport(pull.Added + opened, 0, 0, 0, normalised.Merged, normalised.Waiting.Length, pull.Quarantined);

        // After the pull, so that a log is never ahead of its documents; before the push, so that a lying server gets nothing more.
        if (!await devices.CheckAsync(puller.DeviceDocuments, cancellationToken))
        {
            return report;
        }

        // Before anything is sent: what is needed is said before a document says it.
        await answerer.RunAsync(new CollectionReader(mediator, documents, name), chunks, name, puller.DeviceDocuments.Any(id => id[0] == 'g'), cancellationToken);

        var pushLog = await CheckpointLog.OpenAsync(mediator, documents, account.Client, account.Vault.ToString(), instance, push: true, sharing.Mark, cancellationToken);
        if (pull.IsSuspect || devices.StartOver)
        {
            pushLog.StartOver(); // G2: what the server lost is sent again; of what it has, only the names go
            await mediator.Send(new ForgetServerBlobs(), cancellationToken);
        }

        var deletes = await guard.FindAsync(documents, sharing, pushLog.Place, cancellationToken);
        var pusher = new Pusher(mediator, documents, devices.Log, sharing, place.Push, name, counts, progress) { HeldDeletes = deletes };
        var push = await pusher.RunAsync(pushLog, cancellationToken) + await pusher.OfferAgainAsync(pull.Unshown.Union(await new RefusedPushes(mediator, time).DueAsync(name, cancellationToken)), cancellationToken);
        await devices.PublishAsync(cancellationToken);
        return report with { DocumentsPushed = push.Documents, HeldDeletes = deletes.Count, Quarantined = report.Quarantined + push.Refused };
    }
}
