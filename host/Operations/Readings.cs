using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Host.Operations;

/// <summary>The numbers that only a module knows, asked for by message now and then. A meter of the module's own would hold on to its code (host.md §6).</summary>
internal sealed class Readings(IMediator mediator, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1); // many who ask at once are one load after the other, and not many
    private SyncStatus? _sync;

    /// <summary>The state of sync with each server that is enabled; none when it could not be read, and then it is not shown.</summary>
    public IEnumerable<SyncStatus> Sync => Volatile.Read(ref _sync)?.Each.Where(sync => sync.Enabled) ?? [];

    /// <summary>How long ago a round with a server last ended well; null when none has.</summary>
    public TimeSpan? SinceSuccess(SyncStatus sync) => sync.LastSuccess is { } success ? time.GetUtcNow() - success : null;

    /// <summary>Asks.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            Volatile.Write(ref _sync, await mediator.Send(new DescribeSync { CountPending = true }, cancellationToken));
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
