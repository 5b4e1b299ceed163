using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Filters;
using MediatR;

namespace Aurix.Platform.Sync.Replication;

/// <summary>Holds back deletes when a push would bring more of them than anybody means, until their owner has said yes (ADR 0023).</summary>
/// <remarks>
/// Counted is what the server lacks after the push's checkpoint, which stays before the first that is held back: a crowd stays a crowd,
/// however many rounds it takes and whoever is asked again.
/// </remarks>
internal sealed class DeleteGuard(IMediator mediator, DeviceStore store, SyncOptions options)
{
    /// <summary>So many are always let through: fewer would ask a person who empties a folder.</summary>
    public const int Few = 50;

    private const int Page = 400; // deletes a question to the server, as in a push

    /// <summary>The documents whose deletes are held back; none where they are few, or allowed.</summary>
    /// <param name="remote">The server.</param>
    /// <param name="sharing">What stays here is deleted here alone, and the server is not asked about it.</param>
    /// <param name="checkpoint">Where the push begins. From the start nothing is held back: what this server never had, it cannot lose.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ImmutableHashSet<DocumentId>> FindAsync(IRemoteDatabase remote, Sharing sharing, LocalSequence checkpoint, CancellationToken cancellationToken)
    {
        if (checkpoint == LocalSequence.Start || options.DeleteShare is not { } share)
        {
            return [];
        }

        var allowed = (await store.ReadWishesAsync(cancellationToken)).DeletesAllowedTo;
        var deletes = await ListAsync(sharing, new(Math.Max(checkpoint.Value, allowed)), cancellationToken);
        if (deletes.Count <= Few)
        {
            return [];
        }

        var vault = await mediator.Send(new DescribeDatabase(DatabaseName.Vault), cancellationToken);
        var most = Math.Max(Few, ((vault?.Documents ?? 0) + deletes.Count) * share / 100);
        var lacking = deletes.Count <= most ? [] : await LackingAsync(remote, deletes, cancellationToken);
        return lacking.Count > most ? lacking : [];
    }

    private async Task<List<ChangeRow>> ListAsync(Sharing sharing, LocalSequence since, CancellationToken cancellationToken)
    {
        var deletes = new List<ChangeRow>();
        for (var caughtUp = false; !caughtUp;)
        {
            var changes = await mediator.Send(new ReadChanges(DatabaseName.Vault, since, Page) { OnlyDeleted = true }, cancellationToken);
            deletes.AddRange((await sharing.WithoutStayingAsync(changes.Rows, cancellationToken)).Where(row => row.RemoteId is not null));
            (since, caughtUp) = (changes.LastSequence, changes.CaughtUp);
        }

        return deletes;
    }

    // What came from the server, or is there already, deletes nothing.
    private static async Task<ImmutableHashSet<DocumentId>> LackingAsync(IRemoteDatabase remote, List<ChangeRow> deletes, CancellationToken cancellationToken)
    {
        var lacking = ImmutableHashSet.CreateBuilder<DocumentId>();
        foreach (var part in deletes.Chunk(Page))
        {
            var missing = await remote.FindMissingAsync([.. part.Select(row => new RevisionOffer(row.RemoteId!, [row.Winner]))], cancellationToken);
            lacking.UnionWith(part.Where(row => missing.ContainsKey(row.RemoteId!)).Select(row => row.Id));
        }

        return lacking.ToImmutable();
    }
}
