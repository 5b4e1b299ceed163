using System.Net.NetworkInformation;

namespace Aurix.Platform.Sync.Live;

/// <summary>Hears from the system that the network is another, and from the clock that the machine has slept: then what looked open is opened anew, and who waits tries at once.</summary>
internal sealed class NetworkWatch(TimeProvider time)
{
    private readonly HashSet<CancellationTokenSource> _lines = [];

    /// <summary>Rings when trying again is worth it.</summary>
    public Bell Nudge { get; } = new(time);

    /// <summary>Listens to the system until the result is disposed. No longer than that: the system would hold on to the module's code.</summary>
    public IDisposable Listen()
    {
        NetworkChange.NetworkAddressChanged += OnChange;
        return new End(() => NetworkChange.NetworkAddressChanged -= OnChange);
    }

    /// <summary>Cancels this, until the result is disposed, when the network is another.</summary>
    public IDisposable Register(CancellationTokenSource line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }

        return new End(() =>
        {
            lock (_lines)
            {
                _lines.Remove(line);
            }
        });
    }

    /// <summary>The network is another, or the machine has slept.</summary>
    public void Changed()
    {
        lock (_lines)
        {
            foreach (var line in _lines)
            {
                line.CancelAsync(); // without waiting: what it ends asks for this lock
            }
        }

        Nudge.Ring();
    }

    private void OnChange(object? sender, EventArgs change) => Changed();

    private sealed class End(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
