using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Live;

/// <summary>The short way out: an edit that was just made is sealed, noted in the own log and sent, in one request.</summary>
/// <remarks>
/// Only plain edits: what branches, what deletes (<see cref="DeleteGuard"/> counts it), what waits for a file or comes in a crowd is left to the round that comes after, which asks the server
/// what it has, moves the checkpoint, and tells the others what this device vouches for.
/// </remarks>
internal sealed class Outbox(IMediator mediator, DeviceTools tools, SyncAccount account, Inbox inbox)
{
    private const int Most = 50; // edits sent without asking: an import of thousands goes faster in a round's batches

    /// <summary>Sends what it can of what changed after a place. Only while no round runs.</summary>
    /// <param name="client">Logged in.</param>
    /// <param name="since">The place.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The place after what was seen, and whether all of it was sent; no place where it is too much.</returns>
    public async Task<(LocalSequence? Through, bool IsAllSent)> SendAsync(CouchClient client, LocalSequence since, CancellationToken cancellationToken)
    {
        var changes = await mediator.Send(new ReadChanges(DatabaseName.Vault, since, Most), cancellationToken);
        if (!changes.CaughtUp || await tools.Alarms.StopsSendingAsync(cancellationToken))
        {
            return (null, false);
        }

        var own = changes.Rows.Where(row => row.RemoteId is not null && !inbox.Took(row.Id, row.Winner)).ToList();
        var plain = own.Where(row => row.Leaves.Length == 1 && !row.IsTombstone && !row.IsDeleted).ToImmutableArray();
        var held = plain.IsEmpty ? [] : await SendAsync(client, plain, cancellationToken);
        return (changes.LastSequence, plain.Length == own.Count && held.IsEmpty);
    }

    private async Task<ImmutableHashSet<DocumentId>> SendAsync(CouchClient client, ImmutableArray<ChangeRow> rows, CancellationToken cancellationToken)
    {
        using var log = new OwnLog(await tools.IdentifyAsync(account, cancellationToken), tools); // read anew: another process may have sent since
        var pusher = new Pusher(mediator, new CouchDatabase(client, account.Address.Database), log, new PushPlace(), account.Address.ToString());
        return await pusher.SendAtOnceAsync(rows, cancellationToken);
    }
}
