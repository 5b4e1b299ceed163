using System.Collections.Concurrent;
using System.Reflection;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Composition;

/// <summary>How long a call may take, by whose clock, and who is told when a module keeps failing.</summary>
/// <param name="ordinary">For requests that are not long, as it is now.</param>
/// <param name="time">The clock.</param>
/// <param name="tripped">Gets the role, the copy whose circuit opened, and why.</param>
internal sealed class CallLimits(Func<TimeSpan> ordinary, TimeProvider time, Action<string, Generation, string> tripped)
{
    private static readonly Func<TimeSpan> None = () => Timeout.InfiniteTimeSpan;

    private readonly ConcurrentQueue<CallWait> _spare = new(); // as many as ever waited at a time

    public CallLimits(TimeSpan ordinary, TimeProvider time, Action<string, Generation, string> tripped)
        : this(() => ordinary, time, tripped)
    {
    }

    public TimeProvider Time => time;

    public Func<TimeSpan> For(Type request) => request.GetCustomAttribute<RoutedToAttribute>() is { IsLong: true } ? None : ordinary;

    /// <summary>Ends when the call has, or when its time is up: look which.</summary>
    public ValueTask WaitAsync(Task call, TimeSpan limit) => limit == Timeout.InfiniteTimeSpan
        ? new(call)
        : (_spare.TryDequeue(out var wait) ? wait : new CallWait(time, _spare)).WaitAsync(call, limit);

    public void Tripped(string role, Generation generation, string why) => tripped(role, generation, why);
}
