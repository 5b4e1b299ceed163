using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;

namespace Aurix.Platform.Host.Swapping;

/// <summary>Says what keeps a load context in memory, as far as a process can see into itself: timers, and subscriptions to what lives as long as the process (host.md §6).</summary>
/// <remarks>
/// The runtime keeps these lists in private fields, which are read by name and found or not: a help for whoever writes modules, and nothing relies on it.
/// What stands on a stack or in a static field elsewhere is not found; a heap dump would tell, and this process makes none, because keys would be in it.
/// </remarks>
internal static class PinSearch
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    // The events of the process that a module is most likely to listen to.
    private static readonly (Type Type, object? Target, string Field, string Name)[] Events =
    [
        (typeof(AppDomain), AppDomain.CurrentDomain, "ProcessExit", "AppDomain.ProcessExit"),
        (typeof(AppDomain), AppDomain.CurrentDomain, "DomainUnload", "AppDomain.DomainUnload"),
        (typeof(AppContext), null, "UnhandledException", "AppDomain.UnhandledException"),
        (typeof(AppContext), null, "FirstChanceException", "AppDomain.FirstChanceException"),
        (typeof(TaskScheduler), null, "UnobservedTaskException", "TaskScheduler.UnobservedTaskException"),
        (typeof(AssemblyLoadContext), null, "AssemblyResolve", "AppDomain.AssemblyResolve"),
        (typeof(AssemblyLoadContext), null, "AssemblyLoad", "AppDomain.AssemblyLoad"),
        (typeof(AssemblyLoadContext), AssemblyLoadContext.Default, "_resolving", "AssemblyLoadContext.Default.Resolving"),
        (typeof(AssemblyLoadContext), AssemblyLoadContext.Default, "_unloading", "AssemblyLoadContext.Default.Unloading"),
        (typeof(Console), null, "s_cancelCallbacks", "Console.CancelKeyPress"),
    ];

    /// <summary>What was found; a sentence that nothing was when it was not.</summary>
    public static ImmutableArray<string> Find(WeakReference context)
    {
        if (context.Target is not AssemblyLoadContext alive)
        {
            return [];
        }

        var found = Events.SelectMany(place => Listeners(place.Type, place.Target, place.Field).Where(listener => IsOf(listener, alive)).Select(listener => $"{place.Name} calls {Name(listener)}"))
            .Concat(Timers().Where(timer => IsOf(timer, alive)).Select(timer => $"a timer calls {Name(timer)}"))
            .Distinct()
            .ToImmutableArray();
        return found.IsEmpty ? ["something that the host cannot see: a thread that has not ended, a static field of a shared library, or a call that never came back"] : found;
    }

    private static IEnumerable<Delegate> Listeners(Type type, object? target, string field) =>
        type.GetField(field, Any)?.GetValue(target) is MulticastDelegate all ? all.GetInvocationList() : [];

    private static IEnumerable<Delegate> Timers()
    {
        var queues = typeof(Timer).Assembly.GetType("System.Threading.TimerQueue");
        if (queues?.GetProperty("Instances", Any)?.GetValue(null) is not IEnumerable instances)
        {
            yield break;
        }

        foreach (var queue in instances)
        {
            foreach (var list in new[] { "_shortTimers", "_longTimers" })
            {
                for (var timer = queues.GetField(list, Any)?.GetValue(queue); timer is not null; timer = timer.GetType().GetField("_next", Any)?.GetValue(timer))
                {
                    if (timer.GetType().GetField("_timerCallback", Any)?.GetValue(timer) is Delegate callback)
                    {
                        yield return callback;
                    }

                    if (timer.GetType().GetField("_state", Any)?.GetValue(timer) is Delegate inner)
                    {
                        yield return inner;
                    }
                }
            }
        }
    }

    private static bool IsOf(Delegate listener, AssemblyLoadContext context) =>
        (listener.Method.DeclaringType is { } declaring && AssemblyLoadContext.GetLoadContext(declaring.Assembly) == context)
        || (listener.Target is { } target && AssemblyLoadContext.GetLoadContext(target.GetType().Assembly) == context);

    private static string Name(Delegate listener) => $"{listener.Method.DeclaringType?.FullName}.{listener.Method.Name}";
}
