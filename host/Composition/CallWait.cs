using System.Collections.Concurrent;
using System.Threading.Tasks.Sources;

namespace Aurix.Platform.Host.Composition;

/// <summary>Waits until a call has ended, but no longer than it may take. Serves one wait after the other: a wait allocates nothing.</summary>
/// <remarks>
/// Task.WaitAsync makes a task and a timer for each call, some 190 bytes that every message would pay and hardly any needs. It holds on to the call by
/// nothing: whose time is up leaves a continuation at its call, and is not used again.
/// </remarks>
internal sealed class CallWait : IValueTaskSource
{
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<CallWait> _spare;
    private readonly Lock _change = new();
    private readonly ITimer _timer;
    private readonly Action _end;
    private ManualResetValueTaskSourceCore<bool> _source; // true: the call has ended
    private long _until; // a timestamp of the clock
    private bool _isWaiting;

    /// <param name="time">The clock.</param>
    /// <param name="spare">Where it puts itself when it can be used again.</param>
    public CallWait(TimeProvider time, ConcurrentQueue<CallWait> spare)
    {
        (_time, _spare, _end) = (time, spare, End);
        _timer = WithoutContext(() => time.CreateTimer(static state => ((CallWait)state!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Ends when the call has, however it did, or when the time is up: look which.</summary>
    public ValueTask WaitAsync(Task call, TimeSpan limit)
    {
        var wait = new ValueTask(this, _source.Version);
        lock (_change)
        {
            _until = _time.GetTimestamp() + (long)(limit.TotalSeconds * _time.TimestampFrequency);
            _isWaiting = true;
        }

        _timer.Change(limit, Timeout.InfiniteTimeSpan);
        call.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_end);
        return wait;
    }

    public void GetResult(short token)
    {
        if (_source.GetResult(token))
        {
            _source.Reset();
            _spare.Enqueue(this); // its timer may run on: it will find that nobody waits, or that somebody may wait longer
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _source.OnCompleted(continuation, state, token, flags);

    // What the first caller has in its context, perhaps of a module's own, would stay with the timer for good.
    private static ITimer WithoutContext(Func<ITimer> make)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return make();
        }

        using (ExecutionContext.SuppressFlow())
        {
            return make();
        }
    }

    private void End()
    {
        lock (_change)
        {
            if (!_isWaiting)
            {
                return; // too late
            }

            _isWaiting = false;
        }

        _source.SetResult(true);
    }

    private void OnTime()
    {
        lock (_change)
        {
            if (!_isWaiting)
            {
                return;
            }

            if (_time.GetElapsedTime(_time.GetTimestamp(), _until) is var left && left > TimeSpan.Zero)
            {
                _timer.Change(left, Timeout.InfiniteTimeSpan); // it was set for the wait before, or went off a little early
                return;
            }

            _isWaiting = false;
        }

        _source.SetResult(false);
    }
}
