using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Host.Operations;

/// <summary>The numbers that only a module knows, asked for by message now and then. A meter of the module's own would hold on to its code (host.md §6).</summary>
internal sealed class Readings(IMediator mediator, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5); // whoever asks more often gets the same answer; nothing here moves faster than a person looks

    private readonly SemaphoreSlim _one = new(1);
    private SyncStatus? _sync;
    private long? _at;

    /// <summary>The state of sync; null when it could not be read, and then it is not shown.</summary>
    public SyncStatus? Sync => Volatile.Read(ref _sync);

    /// <summary>How long ago a round last ended well; null when none has.</summary>
    public TimeSpan? SinceSuccess => Sync?.LastSuccess is { } success ? time.GetUtcNow() - success : null;

    /// <summary>Asks, unless it was asked just now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_at is { } at && time.GetElapsedTime(at) < Fresh)
            {
                return;
            }

            Volatile.Write(ref _sync, await mediator.Send(new DescribeSync { CountPending = true }, cancellationToken));
            _at = time.GetTimestamp();
        }
        catch (AurixException)
        {
            Volatile.Write(ref _sync, null); // the circuit and the failure are counted elsewhere
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Asks again and again, for those who come for numbers without saying so.</summary>
    public async Task RefreshUntilAsync(TimeSpan interval, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                await RefreshAsync(stop);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Aurix stops
        }
    }
}
