using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Devices;
using MediatR;

namespace Aurix.Platform.Sync.Collection;

/// <summary>This device's part in each round: learns of the proposal, looks for what it needs of it, and says so (ADR 0014).</summary>
/// <remarks>
/// It speaks when it needs something, and when it agrees; an answer that says what the last one said is not written, so devices never answer answers.
/// Each write is durable before the next:
/// <code>
/// candidates ─ state ─ … ─ state: counter of the answer ─ answer on the server ─ state: what was said
/// </code>
/// </remarks>
internal sealed class CollectionAnswerer(IMediator mediator, CollectionStore store, DeviceTools tools, Certainty certainty)
{
    // The feed shows a proposal once, and a round may be cut off just then.
    private static readonly TimeSpan AskAgain = TimeSpan.FromDays(1);

    /// <param name="reader">The server.</param>
    /// <param name="chunks">Its chunks.</param>
    /// <param name="remoteName">What it is called here.</param>
    /// <param name="asks">Whether something about collecting changed there.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<CollectionState> RunAsync(CollectionReader reader, BlobDatabase chunks, string remoteName, bool asks, CancellationToken cancellationToken)
    {
        var device = (await tools.Store.ReadStateAsync(cancellationToken))!;
        var state = await store.ReadAsync(device, cancellationToken);
        state = state.IsOpen ? await LookAsync(state, chunks, cancellationToken) : state;
        if (asks || tools.Time.GetUtcNow() - state.Asked >= AskAgain)
        {
            state = await LearnAsync(state, await reader.ListAsync(cancellationToken), cancellationToken);
            state = state.IsOpen ? await LookAsync(state, chunks, cancellationToken) : state;
        }

        if (!state.IsOpen)
        {
            return state;
        }

        if (!state.Late.IsEmpty)
        {
            await LookAfterAsync(state, cancellationToken);
        }

        // A yes is taken back when documents are left out: who is asked next may be the last who knew them.
        var agrees = state.Agreed ? !await certainty.LeavesOutAsync(device, cancellationToken) : await AgreesAsync(device, state, remoteName, cancellationToken);
        return agrees == state.Agreed && state.Kept.Count == state.SaidKept ? state : await SayAsync(reader, device, state, agrees, cancellationToken);
    }

    private async Task<CollectionState> LearnAsync(CollectionState state, ShownCollection shown, CancellationToken cancellationToken)
    {
        var now = tools.Time.GetUtcNow();
        if (shown.Proposed is { } proposed && (proposed.Proposal.Counter > state.Counter || (proposed.Proposal.Counter == state.Counter && proposed.Seal != state.Seal)))
        {
            await LookAfterAsync(state, cancellationToken); // a last time: what was deleted by then is sent again in this round
            await store.WriteCandidatesAsync(proposed.Proposal.Candidates, cancellationToken);
            state = new(state.Vault, state.Device)
            {
                Counter = proposed.Proposal.Counter,
                Seal = proposed.Seal,
                IsOpen = !proposed.Proposal.Candidates.IsEmpty,
                FirstSeen = now,
                Entries = proposed.Proposal.Entries.ToImmutableSortedDictionary(pair => pair.Key.ToString(), pair => pair.Value, StringComparer.Ordinal),
                Answers = state.Answers,
            };
        }
        else if (!state.IsSure)
        {
            state = state with { LookedTo = 0, IsSure = true };
        }

        state = state with { Asked = now };
        await store.WriteAsync(state, cancellationToken);
        return state;
    }

    private async Task<CollectionState> LookAsync(CollectionState state, BlobDatabase chunks, CancellationToken cancellationToken)
    {
        var scan = new ReferenceScan(mediator, chunks, tools.Time);
        if (state.LookedTo == 0)
        {
            await scan.LookAtClosingListAsync(cancellationToken);
        }

        await scan.GoOnAsync(new LocalSequence(state.LookedTo), cancellationToken);
        if (scan.LookedTo.Value == state.LookedTo)
        {
            return state;
        }

        var candidates = scan.Needed.Count == 0 ? [] : await store.ReadCandidatesAsync(cancellationToken);
        var needed = scan.Needed.Where(pair => candidates.Contains(pair.Key)).ToList();
        state = state with
        {
            LookedTo = scan.LookedTo.Value,
            IsSure = state.IsSure && scan.IsSure,
            Kept = state.Kept.Union(needed.Select(pair => pair.Key.ToString())),
            Late = state.Agreed ? state.Late.Union(needed.Select(pair => pair.Value.Value)) : state.Late,
        };
        await store.WriteAsync(state, cancellationToken);
        return state;
    }

    // Somebody may be deleting right now on the strength of our yes. Files that are not known to be on the server are looked after by each round.
    private Task LookAfterAsync(CollectionState state, CancellationToken cancellationToken) =>
        state.Late.IsEmpty ? Task.CompletedTask : mediator.Send(new NoteBlobOnServer([.. state.Late.Select(key => new BlobKey(key))], IsThere: false), cancellationToken);

    // The yes comes at the end of the wait and not at its beginning: who agreed on the first day could be away, and need a chunk again, on the last.
    private async Task<bool> AgreesAsync(DeviceState device, CollectionState state, string remoteName, CancellationToken cancellationToken) =>
        state.IsSure
        && tools.Time.GetUtcNow() - state.FirstSeen >= ChunkCollector.Grace
        && Certainty.Covers(device, await RetiredAsync(device, cancellationToken), state.Entries)
        && await certainty.DoubtAsync(device, remoteName, cancellationToken) is null;

    private async Task<CollectionState> SayAsync(CollectionReader reader, DeviceState device, CollectionState state, bool agrees, CancellationToken cancellationToken)
    {
        state = state with { Answers = state.Answers + 1 };
        await store.WriteAsync(state, cancellationToken); // before it is used: no counter stands for two contents
        var answer = new CollectionAnswer(DeviceId.Parse(device.Device), state.Answers, state.Seal, agrees, [.. state.Kept.Select(CollectionStore.Address)], ChunkCollector.Entries(device));
        if (await reader.PutAsync(await mediator.Send(new SealCollectionAnswer(answer), cancellationToken), cancellationToken))
        {
            state = state with { Agreed = agrees, SaidKept = state.Kept.Count };
            await store.WriteAsync(state, cancellationToken);
        }

        return state;
    }

    private async Task<HashSet<string>> RetiredAsync(DeviceState device, CancellationToken cancellationToken) =>
        [.. (await tools.Store.ReadWishesAsync(cancellationToken)).Retired, .. device.Pins.Values.SelectMany(pin => pin.Retired)];
}
