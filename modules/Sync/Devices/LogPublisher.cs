using Aurix.Platform.Crypto;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Replication;

namespace Aurix.Platform.Sync.Devices;

/// <summary>Writes the pieces of the own log to the server, each once a round.</summary>
internal sealed class LogPublisher(DeviceTools tools, IRemoteDatabase remote)
{
    private const int Lanes = 4; // pieces under way: a server answers each only after its disk has

    private int? _next; // the first piece that may have to be written; null before the first call

    /// <summary>Sees to it that the server has every piece up to an entry, as the shelf has it.</summary>
    /// <param name="state">Says where the server may lack something: after what is counted, or from the start when all is to be written again.</param>
    /// <param name="entries">How many entries the log has there afterwards; the last piece may be short.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when somebody with our id is writing, too.</returns>
    public async Task<bool> WriteAsync(DeviceState state, long entries, CancellationToken cancellationToken)
    {
        var end = (int)((entries + SealLogSegment.Length - 1) / SealLogSegment.Length);
        for (var first = _next ?? (state.Republish ? 0 : (int)(state.Entries / SealLogSegment.Length)); first < end; first += LogShelf.Together)
        {
            if (!await WriteAsync(state.Device, first, Math.Min(end - first, LogShelf.Together), entries, cancellationToken))
            {
                return false;
            }
        }

        _next = (int)(entries / SealLogSegment.Length);
        return true;
    }

    private async Task<bool> WriteAsync(string device, int first, int count, long entries, CancellationToken cancellationToken)
    {
        var names = await tools.Mediator.Send(new NameDeviceDocuments(DeviceId.Parse(device), first, count), cancellationToken);
        var there = (await remote.ReadManyAsync(names.Segments, cancellationToken)).ToDictionary(document => CouchJson.Text(document, "_id")!, StringComparer.Ordinal);
        await using var pieces = new InOrder<bool>(Lanes, cancellationToken);
        for (var segment = first; segment < first + count || !pieces.IsEmpty;)
        {
            while (segment < first + count && !pieces.IsFull)
            {
                var number = segment++;
                pieces.Begin(token => WriteAsync(device, number, entries - ((long)number * SealLogSegment.Length), token));
            }

            if (!await pieces.TakeAsync())
            {
                return false;
            }
        }

        return true;

        async Task<bool> WriteAsync(string device, int segment, long most, CancellationToken token)
        {
            var piece = await tools.Shelf.ReadAsync(device, segment, token);
            var document = await tools.Mediator.Send(new SealLogSegment(DeviceId.Parse(device), segment, piece[..(int)Math.Min(piece.Length, most)]), token);
            var old = there.GetValueOrDefault(document.RemoteId);
            return CouchJson.Text(old, "e") == document.Envelope || await OwnDocument.PutAsync(remote, document.RemoteId, document.Envelope, CouchJson.Text(old, "_rev"), token);
        }
    }
}
