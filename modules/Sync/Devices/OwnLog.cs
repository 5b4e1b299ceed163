using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Sync.CouchDb;

namespace Aurix.Platform.Sync.Devices;

/// <summary>What this device vouches for: revisions that no known log names yet, noted durably before they are sent.</summary>
/// <remarks>
/// A revision is noted also where the server says that it has it: a server that takes nothing and claims to have everything would
/// otherwise keep it from every log. What another device's log names needs no second voucher.
/// In memory is what is not settled and what is too little to be published; the rest is on the shelf, and is found through the index.
/// </remarks>
/// <param name="state">What is published.</param>
/// <param name="tools">The shelf, and what goes with it.</param>
/// <param name="publish">Brings settled entries to the server and answers the state after it, or null when it cannot; null where a later round does it.</param>
internal sealed class OwnLog(DeviceState state, DeviceTools tools, Func<ImmutableArray<LogEntry>, CancellationToken, Task<DeviceState?>>? publish = null) : IDisposable
{
    private const int PublishAt = LogShelf.Together * SealLogSegment.Length; // entries: more stay in memory, fewer write the state more often

    private readonly SemaphoreSlim _one = new(1); // sealing notes while sending forgets
    private readonly NamedIndex _published = new(tools.Mediator, tools.Shelf);
    private readonly HashSet<(string, Revision)> _noted = []; // what the tail names
    private DeviceState _state = state;
    private List<Noted>? _tail; // null until something has to be looked up: a round without news reads nothing
    private bool _keeps = publish is null;

    /// <summary>Grows with every entry: what was noted so far has numbers up to it.</summary>
    public long Last { get; private set; }

    /// <summary>Whether some log names the revision already.</summary>
    public async Task<bool> NamesAsync(string remoteId, Revision revision, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        await LoadAsync(cancellationToken);
        return await IsNamedAsync(remoteId, revision, cancellationToken);
    }

    /// <summary>Notes what is about to be sent. On disk when this ends.</summary>
    public async Task NoteAsync(IEnumerable<LogEntry> entries, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        var tail = await LoadAsync(cancellationToken);
        var fresh = new List<LogEntry>();
        foreach (var entry in entries)
        {
            if (!await IsNamedAsync(entry.RemoteId, entry.Revision, cancellationToken))
            {
                _noted.Add((entry.RemoteId, entry.Revision));
                fresh.Add(entry);
            }
        }

        if (fresh.Count > 0)
        {
            await tools.Shelf.WriteFromAsync(_state.Device, _state.Entries + tail.Count, [.. fresh], cancellationToken);
            tail.AddRange(Number(fresh));
        }
    }

    /// <summary>What the server refused is not vouched for.</summary>
    public async Task ForgetAsync(ImmutableArray<WriteFailure> refused, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        var tail = await LoadAsync(cancellationToken);
        var kept = tail.Where(noted => !refused.Any(failure => failure.Id == noted.Entry.RemoteId && (failure.Revision.Length == 0 || failure.Revision == noted.Entry.Revision.ToString()))).ToList();
        if (kept.Count < tail.Count)
        {
            await tools.Shelf.WriteFromAsync(_state.Device, _state.Entries, [.. kept.Select(noted => noted.Entry)], cancellationToken);
            Keep(kept);
        }
    }

    /// <summary>The server has what was noted up to a number, or it was forgotten: once that is enough, full pieces of it are published.</summary>
    public async Task SettleAsync(long through, CancellationToken cancellationToken)
    {
        if (_keeps || await FullPiecesAsync(through, cancellationToken) is not { Length: >= PublishAt } settled)
        {
            return;
        }

        // Nobody is kept waiting: what is noted meanwhile goes into other pieces.
        if (await publish!(settled, cancellationToken) is not { } next)
        {
            _keeps = true;
            return;
        }

        using var turn = await TurnAsync(cancellationToken);
        _state = next;
        Keep(_tail![settled.Length..]);
        await _published.AddAsync(next.Device, settled, cancellationToken);
    }

    /// <summary>What was noted and is not published yet.</summary>
    public async Task<ImmutableArray<LogEntry>> TailAsync(CancellationToken cancellationToken) =>
        _tail is null ? await tools.Shelf.ReadFromAsync(_state.Device, _state.Entries, cancellationToken) : [.. _tail.Select(noted => noted.Entry)];

    public void Dispose() => _one.Dispose();

    private async Task<ImmutableArray<LogEntry>> FullPiecesAsync(long through, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        var settled = _tail?.TakeWhile(noted => noted.Number <= through).Count() ?? 0;
        var full = (_state.Entries + settled) / SealLogSegment.Length * SealLogSegment.Length;
        return full - _state.Entries < PublishAt ? [] : [.. _tail!.Take((int)(full - _state.Entries)).Select(noted => noted.Entry)];
    }

    private async Task<Turn> TurnAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return new(_one);
    }

    private async Task<List<Noted>> LoadAsync(CancellationToken cancellationToken)
    {
        if (_tail is null)
        {
            await _published.CatchUpAsync(_state, cancellationToken);
            Keep([.. Number(await tools.Shelf.ReadFromAsync(_state.Device, _state.Entries, cancellationToken))]);
        }

        return _tail!;
    }

    private IEnumerable<Noted> Number(IEnumerable<LogEntry> entries) => entries.Select(entry => new Noted(++Last, entry));

    private void Keep(List<Noted> tail)
    {
        _tail = tail;
        _noted.Clear();
        _noted.UnionWith(tail.Select(noted => (noted.Entry.RemoteId, noted.Entry.Revision)));
    }

    private async Task<bool> IsNamedAsync(string remoteId, Revision revision, CancellationToken cancellationToken) =>
        _noted.Contains((remoteId, revision)) || await _published.ContainsAsync(remoteId, revision, cancellationToken);

    private readonly record struct Noted(long Number, LogEntry Entry);

    private readonly struct Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
