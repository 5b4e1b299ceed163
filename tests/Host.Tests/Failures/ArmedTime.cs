using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests.Failures;

/// <summary>A clock that a test moves, and that tells when somebody waits by it: then all that was to happen before has happened.</summary>
internal sealed class ArmedTime : FakeTimeProvider
{
    private readonly SemaphoreSlim _armed = new(0);

    /// <summary>Ends when the next wait begins.</summary>
    public Task ArmedAsync() => _armed.WaitAsync();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _armed.Release();
        return timer;
    }
}
