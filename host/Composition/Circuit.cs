using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Composition;

/// <summary>Keeps callers out of code that keeps failing: after some failures in a row it opens, and lets one caller try when its time has come.</summary>
/// <remarks>Only what is the code's own fault counts: an exception that is not one of the contracts', and an answer that never came.</remarks>
internal sealed class Circuit
{
    /// <summary>Failures in a row that open it. One may be chance, and a handler that is broken fails every time.</summary>
    public const int Limit = 5;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1); // whoever repairs what is wrong does not want to wait longer

    private readonly Lock _change = new();
    private int _failures;
    private long _retryAt; // a timestamp of the clock; 0 while closed
    private bool _isTrying;

    /// <summary>Whether callers are kept out.</summary>
    public bool IsOpen => Volatile.Read(ref _retryAt) != 0;

    /// <summary>Why the last call failed.</summary>
    public string LastFailure { get; private set; } = "";

    /// <summary>Lets a caller in.</summary>
    /// <exception cref="ModuleException"><c>ModuleUnavailable</c>.</exception>
    public void Enter(string module, TimeProvider time)
    {
        if (Volatile.Read(ref _retryAt) == 0)
        {
            return;
        }

        lock (_change)
        {
            if (_retryAt == 0)
            {
                return;
            }

            if (_isTrying || time.GetTimestamp() < _retryAt)
            {
                throw new ModuleException("ModuleUnavailable", $"The module {module} failed {_failures} times in a row and is given a rest; at last: {LastFailure}", "It is tried again by itself. If it does not recover, take it anew with 'aurix module reload', or install another version.");
            }

            _isTrying = true;
        }
    }

    public void Succeeded()
    {
        if (Volatile.Read(ref _failures) != 0)
        {
            lock (_change)
            {
                (_failures, _retryAt, _isTrying) = (0, 0, false);
            }
        }
    }

    /// <summary>Counts a failure; true when it was the one that opened the circuit.</summary>
    public bool Failed(string why, TimeProvider time)
    {
        lock (_change)
        {
            LastFailure = why;
            _isTrying = false;
            _failures++;
            if (_failures < Limit)
            {
                return false;
            }

            var wait = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << Math.Min(_failures - Limit, 10)));
            _retryAt = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
            return _failures == Limit;
        }
    }

    /// <summary>A call that says nothing about the code ended: cancelled by its caller.</summary>
    public void SaidNothing()
    {
        if (IsOpen)
        {
            lock (_change)
            {
                _isTrying = false;
            }
        }
    }
}
