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

    public CallLimits(TimeSpan ordinary, TimeProvider time, Action<string, Generation, string> tripped)
        : this(() => ordinary, time, tripped)
    {
    }

    public TimeProvider Time => time;

    public Func<TimeSpan> For(Type request) => request.GetCustomAttribute<RoutedToAttribute>() is { IsLong: true } ? None : ordinary;

    public void Tripped(string role, Generation generation, string why) => tripped(role, generation, why);
}
