namespace Aurix.Platform.Host.Configuration;

/// <summary>Looks every second whether the configuration file is another than it was.</summary>
/// <remarks>
/// By its time and length: a FileSystemWatcher misses renames on some file systems, and an editor saves by renaming. What is seen once may be half written, so
/// the file counts when it was found alike twice.
/// </remarks>
internal sealed class ConfigurationWatch : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1); // shorter wakes an idle process for nothing; longer and its owner wonders

    private readonly CancellationTokenSource _closing = new();
    private readonly string _file;
    private readonly Func<CancellationToken, Task> _changed;
    private readonly Task _watching;
    private (DateTime, long)? _applied;
    private (DateTime, long)? _seen;

    /// <param name="file">The file, which may come and go.</param>
    /// <param name="changed">Does what is to be done when it has changed.</param>
    /// <param name="time">The clock.</param>
    public ConfigurationWatch(string file, Func<CancellationToken, Task> changed, TimeProvider time)
    {
        (_file, _changed) = (file, changed);
        _applied = _seen = Stamp();
        _watching = WatchAsync(time);
    }

    /// <summary>One look.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = Stamp();
        var isSettled = now == _seen;
        _seen = now;
        if (isSettled && now != _applied)
        {
            _applied = now;
            await _changed(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _watching;
        _closing.Dispose();
    }

    private async Task WatchAsync(TimeProvider time)
    {
        try
        {
            using var timer = new PeriodicTimer(Between, time);
            while (await timer.WaitForNextTickAsync(_closing.Token))
            {
                await LookAsync(_closing.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // the process stops
        }
    }

    private (DateTime, long)? Stamp()
    {
        var file = new FileInfo(_file);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
    }
}
