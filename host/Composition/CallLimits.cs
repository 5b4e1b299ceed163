using System.Reflection;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Composition;

/// <summary>How long a call may take, by whose clock, and who is told when a module keeps failing.</summary>
/// <param name="ordinary">For requests that are not long.</param>
/// <param name="time">The clock.</param>
/// <param name="tripped">Gets the role, the copy whose circuit opened, and why.</param>
internal sealed class CallLimits(TimeSpan ordinary, TimeProvider time, Action<string, Generation, string> tripped)
{
    /// <summary>A first compaction of a large database holds the writer for some seconds, and a busy machine doubles that. Whoever waits longer has given up.</summary>
    public static readonly TimeSpan Ordinary = TimeSpan.FromMinutes(2);

    public TimeProvider Time => time;

    public TimeSpan For(Type request) => request.GetCustomAttribute<RoutedToAttribute>() is { IsLong: true } ? Timeout.InfiniteTimeSpan : ordinary;

    public void Tripped(string role, Generation generation, string why) => tripped(role, generation, why);
}
