using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Audit;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Collection;

/// <summary>One step of collecting: proposes, waits, or deletes what every device agreed to (crypto.md §4.5, ADR 0014).</summary>
/// <remarks>Cut off anywhere, the next step finds what there is: a proposal, some of whose chunks may be gone already. While it works no round runs.</remarks>
internal sealed class ChunkCollector(IMediator mediator, ServerDoor door, DeviceTools tools, DeviceDirectory directory, CollectionAnswerer answerer, Certainty certainty)
{
    /// <summary>How long a proposal rests on each device, and a deleted document's files count as needed (crypto.md §4.5).</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(30);

    private const int BatchSize = 200; // deletes between two looks at the answers: more widens the gap between looking and deleting

    /// <summary>What this device knows of every log, its own among them.</summary>
    public static ImmutableSortedDictionary<DeviceId, long> Entries(DeviceState device) =>
        device.Pins.Select(pin => (pin.Key, pin.Value.Entries)).Append((device.Device, device.Entries)).ToImmutableSortedDictionary(pair => DeviceId.Parse(pair.Item1), pair => pair.Item2);

    public async Task<ServerCollection> RunAsync(SyncAccount account, CancellationToken cancellationToken)
    {
        await tools.Alarms.DemandSendingAsync(cancellationToken);
        var name = account.Address.ToString();
        var device = await tools.IdentifyAsync(account, cancellationToken);
        if (await certainty.DoubtAsync(device, name, cancellationToken) is { } doubt)
        {
            return Doubtful(doubt);
        }

        using var client = await door.EnterAsync(account, cancellationToken);
        var reader = new CollectionReader(mediator, new CouchDatabase(client, account.Address.Database), name);
        var chunks = new BlobDatabase(client, account.Address.BlobDatabase);
        var state = await answerer.RunAsync(reader, chunks, name, asks: true, cancellationToken);
        var shown = await reader.ListAsync(cancellationToken);
        return state.IsOpen && shown.Proposed?.Seal == state.Seal
            ? await FinishAsync(reader, chunks, new(client, account.Address.BlobDatabase), device, state, shown, cancellationToken)
            : await ProposeAsync(reader, chunks, name, device, Math.Max(state.Counter, shown.Proposed?.Proposal.Counter ?? 0), cancellationToken);
    }

    private async Task<ServerCollection> ProposeAsync(CollectionReader reader, BlobDatabase chunks, string name, DeviceState device, long last, CancellationToken cancellationToken)
    {
        // The server's list first: what comes to it later is not in it, and what is needed by then is.
        var there = new List<BlobAddress>();
        await foreach (var chunk in RemoteWalk.ChunksAsync(chunks, cancellationToken))
        {
            if (RemoteNames.IsChunk(chunk.Id) && BlobAddress.TryParse(chunk.Id[1..], out var address))
            {
                there.Add(address);
            }
        }

        var scan = await ScanAsync(chunks, cancellationToken);
        if (!scan.IsSure)
        {
            return Doubtful(UnknownFile);
        }

        var candidates = there.Where(address => !scan.Needed.ContainsKey(address)).Take(CollectionProposal.MaxCandidates).ToImmutableArray();
        if (candidates.IsEmpty)
        {
            return new(CollectionPhase.Nothing, 0);
        }

        var written = await WriteAsync(reader, device, last + 1, candidates, cancellationToken);
        var state = await answerer.RunAsync(reader, chunks, name, asks: true, cancellationToken);
        return new(written ? CollectionPhase.Proposed : CollectionPhase.Waiting, candidates.Length) { Since = state.FirstSeen };
    }

    private async Task<ServerCollection> FinishAsync(
        CollectionReader reader, BlobDatabase chunks, BlobRemoval removal, DeviceState device, CollectionState state, ShownCollection shown, CancellationToken cancellationToken)
    {
        var candidates = shown.Proposed!.Proposal.Candidates;
        var waitsFor = await WaitsForAsync(device, state, shown, cancellationToken);
        if (!waitsFor.IsEmpty || tools.Time.GetUtcNow() - state.FirstSeen < Grace)
        {
            return new(CollectionPhase.Waiting, candidates.Length) { Since = state.FirstSeen, WaitsFor = waitsFor };
        }

        var scan = await ScanAsync(chunks, cancellationToken);
        var deleted = 0;
        foreach (var batch in candidates.Chunk(BatchSize))
        {
            // Versions first, then who needs what: a chunk that is sent anew after that has another version, and stays.
            var versions = await removal.FindAsync(batch, cancellationToken);
            shown = await reader.ListAsync(cancellationToken);
            await scan.GoOnAsync(cancellationToken);
            if (!scan.IsSure)
            {
                return Doubtful(UnknownFile);
            }

            if (shown.Proposed?.Seal != state.Seal || !(await WaitsForAsync(device, state, shown, cancellationToken)).IsEmpty)
            {
                return new(CollectionPhase.Waiting, candidates.Length) { Since = state.FirstSeen };
            }

            var kept = state.Kept.Select(CollectionStore.Address).Concat(AnswersTo(state, shown).SelectMany(answer => answer.Kept)).ToHashSet();
            foreach (var (address, version) in versions.Where(pair => !kept.Contains(pair.Key) && !scan.Needed.ContainsKey(pair.Key)))
            {
                deleted += await removal.DeleteAsync(address, version, cancellationToken) ? 1 : 0;
            }
        }

        // A proposal of nothing: the others stop looking after this one.
        await WriteAsync(reader, device, state.Counter + 1, [], cancellationToken);
        return new(CollectionPhase.Deleted, deleted);
    }

    // A device is waited for until its owner retires it. Whoever deletes has to know all that the others knew when they agreed.
    private async Task<ImmutableArray<string>> WaitsForAsync(DeviceState device, CollectionState state, ShownCollection shown, CancellationToken cancellationToken)
    {
        var devices = await directory.ListAsync(cancellationToken);
        var retired = devices.Where(known => known.IsRetired).Select(known => known.Device.ToString()).ToHashSet(StringComparer.Ordinal);
        var agreed = AnswersTo(state, shown)
            .Where(answer => answer.Agrees && Certainty.Covers(device, retired, answer.Entries.Select(pair => KeyValuePair.Create(pair.Key.ToString(), pair.Value))))
            .Select(answer => answer.Device).ToHashSet();
        return [.. devices.Where(known => !known.IsRetired && !agreed.Contains(known.Device)).Select(known => known.Name)];
    }

    private async Task<ReferenceScan> ScanAsync(BlobDatabase chunks, CancellationToken cancellationToken)
    {
        var scan = new ReferenceScan(mediator, chunks, tools.Time);
        await scan.LookAtClosingListAsync(cancellationToken);
        await scan.GoOnAsync(cancellationToken);
        return scan;
    }

    private async Task<bool> WriteAsync(CollectionReader reader, DeviceState device, long counter, ImmutableArray<BlobAddress> candidates, CancellationToken cancellationToken)
    {
        var written = DateTimeOffset.FromUnixTimeMilliseconds(tools.Time.GetUtcNow().ToUnixTimeMilliseconds());
        var proposal = new CollectionProposal(counter, DeviceId.Parse(device.Device), candidates, Entries(device), written);
        return await reader.PutAsync(await mediator.Send(new SealCollectionProposal(proposal), cancellationToken), cancellationToken);
    }

    private static IEnumerable<CollectionAnswer> AnswersTo(CollectionState state, ShownCollection shown) => shown.Answers.Values.Where(answer => answer.Proposal == state.Seal);

    private const string UnknownFile = "The list of a file's chunks is neither here nor on the server, so nobody can say which chunks are its own. See 'aurix verify-remote'.";

    private static ServerCollection Doubtful(string doubt) => new(CollectionPhase.Doubtful, 0) { Doubt = doubt };
}
