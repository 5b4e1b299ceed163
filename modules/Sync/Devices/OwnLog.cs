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
internal sealed class OwnLog(DeviceState state, LogShelf shelf) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1); // sealing notes while sending forgets
    private HashSet<(string, Revision)>? _named;
    private List<LogEntry> _tail = [];

    /// <summary>Whether some log names the revision already.</summary>
    public async Task<bool> NamesAsync(string remoteId, Revision revision, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        await LoadAsync(cancellationToken);
        return _named!.Contains((remoteId, revision));
    }

    /// <summary>Notes what is about to be sent. On disk when this ends.</summary>
    public async Task NoteAsync(IEnumerable<LogEntry> entries, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        await LoadAsync(cancellationToken);
        var fresh = entries.Where(entry => _named!.Add((entry.RemoteId, entry.Revision))).ToList();
        if (fresh.Count > 0)
        {
            await shelf.WriteFromAsync(state.Device, state.Entries + _tail.Count, [.. fresh], cancellationToken);
            _tail.AddRange(fresh);
        }
    }

    /// <summary>What the server refused is not vouched for.</summary>
    public async Task ForgetAsync(ImmutableArray<WriteFailure> refused, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken);
        await LoadAsync(cancellationToken);
        var kept = _tail.Where(entry => !refused.Any(failure => failure.Id == entry.RemoteId && (failure.Revision.Length == 0 || failure.Revision == entry.Revision.ToString()))).ToList();
        if (kept.Count < _tail.Count)
        {
            await shelf.WriteFromAsync(state.Device, state.Entries, [.. kept], cancellationToken);
            _tail = kept;
        }
    }

    /// <summary>What was noted and is not published yet.</summary>
    public async Task<ImmutableArray<LogEntry>> TailAsync(CancellationToken cancellationToken) =>
        _named is null ? await shelf.ReadFromAsync(state.Device, state.Entries, cancellationToken) : [.. _tail];

    public void Dispose() => _one.Dispose();

    private async Task<Turn> TurnAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        return new(_one);
    }

    // Only when something has to be looked up: a round without news reads nothing.
    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_named is not null)
        {
            return;
        }

        var named = new HashSet<(string, Revision)>();
        foreach (var (device, count) in state.Pins.Select(pin => (pin.Key, pin.Value.Entries)).Append((state.Device, state.Entries)))
        {
            foreach (var entry in (await shelf.ReadFromAsync(device, 0, cancellationToken)).Take((int)count))
            {
                named.Add((entry.RemoteId, entry.Revision));
            }
        }

        _tail = [.. await shelf.ReadFromAsync(state.Device, state.Entries, cancellationToken)];
        named.UnionWith(_tail.Select(entry => (entry.RemoteId, entry.Revision)));
        _named = named;
    }

    private readonly struct Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
