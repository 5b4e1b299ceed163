using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage;

/// <summary>Lets callers wait for the feed of one database to move on.</summary>
/// <remarks>
/// What this process commits is heard at once. What another process commits to the same file (ADR 0007) makes no sound here, and SQLite has
/// no way to be told: while somebody waits, one connection is asked for <c>PRAGMA data_version</c>, which SQLite keeps for exactly this
/// (https://sqlite.org/pragma.html#pragma_data_version) and which reads no page that is not in memory already.
/// </remarks>
internal sealed class FeedWatch(DatabaseName name, SqlFile file, DoorBell bell, TimeProvider time) : IAsyncDisposable
{
    // Shorter wakes the processor for nothing, longer is felt by whoever writes on the command line and looks at the screen.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _moved = NewSignal();
    private int _waiting;
    private CancellationTokenSource? _stopPolling;
    private Task _polling = Task.CompletedTask;
    private Session? _session;
    private long _version;
    private long _heard;

    /// <summary>This process moved the feed.</summary>
    public void Heard(LocalSequence sequence)
    {
        lock (_lock)
        {
            _heard = Math.Max(_heard, sequence.Value);
        }

        Wake();
    }

    /// <summary>Answers true when the feed is past <paramref name="since"/>; false when the time is over or the database is closed or gone.</summary>
    public async Task<bool> WaitAsync(LocalSequence since, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(timeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(over.Token, _closing.Token, cancellationToken);
        try
        {
            Enter();
            try
            {
                while (true)
                {
                    // Taken before the look: what comes after it completes this one.
                    var moved = Next();
                    if (file.Read(MetaRow.Of).LastSequence > since.Value)
                    {
                        return true;
                    }

                    await moved.WaitAsync(end.Token);
                }
            }
            finally
            {
                Leave();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (StoreException) when (file.IsGone)
        {
            return false;
        }
    }

    /// <summary>Ends all waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _polling;
        lock (_lock)
        {
            _session?.Dispose();
            _session = null;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task Next()
    {
        lock (_lock)
        {
            return _moved.Task;
        }
    }

    private void Wake()
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            moved = _moved;
            _moved = NewSignal();
        }

        moved.SetResult();
    }

    private void Enter()
    {
        lock (_lock)
        {
            _closing.Token.ThrowIfCancellationRequested();
            if (_waiting == 0)
            {
                // Before the caller's own look, so that nothing falls between the two.
                _session ??= file.OpenReader();
                _version = _session.Number("PRAGMA data_version");
                _heard = Math.Max(_heard, MetaRow.Of(_session).LastSequence);
                _stopPolling = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
                _polling = PollAsync(_polling, _stopPolling.Token);
            }

            _waiting++;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_waiting == 0)
            {
                _stopPolling!.Cancel();
                _stopPolling.Dispose();
            }
        }
    }

    private async Task PollAsync(Task before, CancellationToken stop)
    {
        await before;
        while (true)
        {
            await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            if (Look() is { } sequence)
            {
                var effects = new Effects();
                effects.Change(sequence);

                // Not awaited: a listener may ask for this very database while it is being closed, and closing waits for this loop.
                _ = bell.RingAsync(name, effects);
                Wake();
            }
        }
    }

    /// <summary>The newest sequence, if another process moved the feed since the last look.</summary>
    private LocalSequence? Look()
    {
        try
        {
            lock (_lock)
            {
                // Also changes when our own writer commits; what was heard tells the two apart.
                var version = _session!.Number("PRAGMA data_version");
                if (version == _version)
                {
                    return null;
                }

                _version = version;
                var newest = file.Read(MetaRow.Of).LastSequence;
                var moved = newest > _heard;
                _heard = Math.Max(_heard, newest);
                return moved ? new LocalSequence(newest) : null;
            }
        }
        catch (Exception wrong) when (wrong is StoreException or Microsoft.Data.Sqlite.SqliteException)
        {
            // Whoever waits looks for themselves and hears what is wrong.
            Wake();
            return null;
        }
    }
}
