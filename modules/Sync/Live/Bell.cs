namespace Aurix.Platform.Sync.Live;

/// <summary>Somebody rings, somebody waits. Rung twice before it is heard, it is heard once.</summary>
internal sealed class Bell(TimeProvider time)
{
    private volatile TaskCompletionSource _rung = New();

    public bool IsRung => _rung.Task.IsCompleted;

    public void Ring() => _rung.TrySetResult();

    /// <summary>Waits until it rings, or so long. Answers whether it rang; either way it is silent afterwards.</summary>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var rung = _rung;
        try
        {
            await rung.Task.WaitAsync(atMost, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return false;
        }

        Interlocked.CompareExchange(ref _rung, New(), rung);
        return true;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
