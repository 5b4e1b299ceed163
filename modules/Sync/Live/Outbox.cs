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
    public async Task<Outgoing> SendAsync(CouchClient client, LocalSequence since, CancellationToken cancellationToken)
    {
        var changes = await mediator.Send(new ReadChanges(DatabaseName.Vault, since, Most), cancellationToken);
        if (await tools.Alarms.StopsSendingAsync(cancellationToken))
        {
            return new(since, IsAllSent: false) { IsStopped = true };
        }

        if (!changes.CaughtUp)
        {
            return new(since, IsAllSent: false);
        }

        var own = changes.Rows.Where(row => row.RemoteId is not null && !inbox.Took(row.Id, row.Winner)).ToList();
        var plain = own.Where(row => row.Leaves.Length == 1 && !row.IsTombstone && !row.IsDeleted).ToImmutableArray();
        var held = plain.IsEmpty ? [] : await SendAsync(client, plain, cancellationToken);
        return new(changes.LastSequence, plain.Length == own.Count && held.IsEmpty);
    }

    private async Task<ImmutableHashSet<DocumentId>> SendAsync(CouchClient client, ImmutableArray<ChangeRow> rows, CancellationToken cancellationToken)
    {
        using var log = new OwnLog(await tools.IdentifyAsync(account, cancellationToken), tools); // read anew: another process may have sent since
        var pusher = new Pusher(mediator, new CouchDatabase(client, account.Address.Database), log, tools.SharingOf(account.Client), new PushPlace(), account.Address.ToString());
        return await pusher.SendAtOnceAsync(rows, cancellationToken);
    }
}

/// <summary>What became of edits that were to leave at once.</summary>
/// <param name="Through">The place in the local feed up to which they were looked at.</param>
/// <param name="IsAllSent">Whether nothing of them is left to a round.</param>
internal sealed record Outgoing(LocalSequence Through, bool IsAllSent)
{
    /// <summary>An alarm stands that stops sending: a round would send nothing either, so none is to be asked for.</summary>
    public bool IsStopped { get; init; }
}
