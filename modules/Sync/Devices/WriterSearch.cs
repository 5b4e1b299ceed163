using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync.Devices;

/// <summary>Looks revisions up in the logs of all devices. It reads them whole, so it is for a person who asks, not for a round.</summary>
internal sealed class WriterSearch(IMediator mediator, DeviceDirectory devices, LogShelf shelf)
{
    public async Task<ImmutableDictionary<Revision, ImmutableArray<VaultDevice>>> FindAsync(DocumentId id, ImmutableArray<Revision> revisions, CancellationToken cancellationToken)
    {
        var wanted = revisions.ToHashSet();
        var hits = new List<(VaultDevice Device, LogEntry Entry)>();
        foreach (var device in await devices.ListAsync(cancellationToken))
        {
            // What this device noted is true before it is published; what a shelf holds of another beyond its head is not.
            await foreach (var piece in shelf.ReadPiecesAsync(device.Device.ToString(), 0, device.IsThis ? long.MaxValue : device.Entries, cancellationToken))
            {
                hits.AddRange(piece.Where(entry => wanted.Contains(entry.Revision)).Select(entry => (device, entry)));
            }
        }

        var names = await mediator.Send(new NameRemoteDocuments([.. hits.Select(hit => hit.Entry.RemoteId).Distinct()]), cancellationToken);
        return hits.Where(hit => names.GetValueOrDefault(hit.Entry.RemoteId) == id)
            .GroupBy(hit => hit.Entry.Revision)
            .ToImmutableDictionary(found => found.Key, found => found.Select(hit => hit.Device).DistinctBy(device => device.Device).ToImmutableArray());
    }
}
