using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Sync.CouchDb;

namespace Aurix.Platform.Sync.Devices;

/// <summary>What this device vouches for: revisions that no known log names yet, noted durably before they are sent.</summary>
/// <remarks>
/// A revision is noted also where the server says that it has it: a server that takes nothing and claims to have everything would
/// otherwise keep it from every log. What another device's log names needs no second voucher.
/// </remarks>
internal sealed class OwnLog(DeviceState state, DeviceTools tools) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1); // sealing notes while sending forgets
    private readonly NamedIndex _published = new(tools.Mediator, tools.Shelf);
    private readonly HashSet<(string, Revision)> _noted = []; // also what was refused: it is not offered twice in one round
    private List<LogEntry>? _tail; // null until something has to be looked up: a round without news reads nothing

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
            await tools.Shelf.WriteFromAsync(state.Device, state.Entries + tail.Count, [.. fresh], cancellationToken);
            tail.AddRange(fresh);
        }
    }

    /// <summary>What the server refused is not vouched for.</summary>
    public async Task ForgetAsync(ImmutableArray<WriteFailure> refused, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        var tail = await LoadAsync(cancellationToken);
        var kept = tail.Where(entry => !refused.Any(failure => failure.Id == entry.RemoteId && (failure.Revision.Length == 0 || failure.Revision == entry.Revision.ToString()))).ToList();
        if (kept.Count < tail.Count)
        {
            await tools.Shelf.WriteFromAsync(state.Device, state.Entries, [.. kept], cancellationToken);
            _tail = kept;
        }
    }

    /// <summary>What was noted and is not published yet.</summary>
    public async Task<ImmutableArray<LogEntry>> TailAsync(CancellationToken cancellationToken) =>
        _tail is null ? await tools.Shelf.ReadFromAsync(state.Device, state.Entries, cancellationToken) : [.. _tail];

    public void Dispose() => _one.Dispose();

    private async Task<Turn> TurnAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return new(_one);
    }

    private async Task<List<LogEntry>> LoadAsync(CancellationToken cancellationToken)
    {
        if (_tail is null)
        {
            await _published.CatchUpAsync(state, cancellationToken);
            _tail = [.. await tools.Shelf.ReadFromAsync(state.Device, state.Entries, cancellationToken)];
            _noted.UnionWith(_tail.Select(entry => (entry.RemoteId, entry.Revision)));
        }

        return _tail;
    }

    private async Task<bool> IsNamedAsync(string remoteId, Revision revision, CancellationToken cancellationToken) =>
        _noted.Contains((remoteId, revision)) || await _published.ContainsAsync(remoteId, revision, cancellationToken);

    private readonly struct Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
