namespace Aurix.Platform.Host.Operations;

/// <summary>Tells jobs that are still running when Aurix stops to end at their next safe point.</summary>
internal sealed class StopSignal(TimeProvider time) : IDisposable
{
    /// <summary>How long a job may go on: most end within it. With what the gateway and the modules take, longer would meet the 45 s after which systemd kills.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stop = new();

    public CancellationToken Token => _stop.Token;

    /// <summary>Waits until all have ended; after a while with force.</summary>
    public async Task CutOffAfterPatienceAsync(Task ended)
    {
        try
        {
            await ended.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            await _stop.CancelAsync();
            await ended;
        }
    }

    public void Dispose() => _stop.Dispose();
}
