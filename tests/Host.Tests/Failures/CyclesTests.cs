using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Tests.Extensions;
using Aurix.Platform.Tests.Strategies;
using Aurix.Platform.Tests.Swapping;

namespace Aurix.Platform.Tests.Failures;

/// <summary>Nothing grows when modules are loaded, used and let go again and again. Alone in its process while it measures.</summary>
[Collection(nameof(CyclesTests))]
[CollectionDefinition(nameof(CyclesTests), DisableParallelization = true)]
public sealed class CyclesTests
{
    private const int Cycles = 100;
    private const int Settled = 20; // what is made once, such as compiled code of the host and caches of the runtime, is made by then

    // What is measured between the two is what other tests left and is let go meanwhile; a copy that stays is several hundred, eighty of them are more than twenty times this.
    private const long MostGrowth = 1 << 20;

    [Fact]
    public async Task A_hundred_cycles_of_a_strategy_and_an_extension_leave_nothing_behind()
    {
        await using var host = WholeHost.LaidOut();
        host.Install(Repository.Built("tests", "Plugins", "FaultyExtension"), "Faulty");
        host.Install(Repository.Built("tests", "Plugins", "GoodStrategyA"), "Good");
        await host.RestartAsync();
        var settled = default(Standing);

        for (var cycle = 1; cycle <= Cycles; cycle++)
        {
            Assert.Equal([], await CycleAsync(host));
            settled = cycle == Settled ? Measure(host) : settled;
        }

        var end = Measure(host);

        Assert.Equal((settled.Contexts, settled.Files), (end.Contexts, end.Files));
        Assert.True(end.Heap - settled.Heap < MostGrowth, $"{settled.Heap} bytes after {Settled} cycles, {end.Heap} after {Cycles}");
    }

    /// <summary>Uses both, and takes both anew. Answers what did not go.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<IEnumerable<string>> CycleAsync(WholeHost host)
    {
        Assert.True((await host.Mediator.Send(new RunExtension("strangers.faulty", "answer", CanonicalJson.Null))).Succeeded);
        Assert.IsType<MergeOutcome.Merged>(await host.Mediator.Send(new ResolveConflict("test.good", StrategyRig.Conflict(1))));
        ModuleReloaded[] ends = [await host.ReloadAsync("strangers.faulty"), await host.ReloadAsync("test.good.module")];
        return ends.Where(end => !end.Unloaded).Select(end => $"{end.Module}: {string.Join("; ", end.HeldBy)}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Standing Measure(WholeHost host)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        var contexts = AssemblyLoadContext.All.Count(context => context.Assemblies.Any(assembly => assembly.Location.StartsWith(host.Data, StringComparison.Ordinal)));
        var files = OperatingSystem.IsLinux() ? File.ReadLines("/proc/self/maps").Count(line => line.Contains(host.Data, StringComparison.Ordinal)) : 0;
        return new(heap, contexts, files);
    }

    private readonly record struct Standing(long Heap, int Contexts, int Files);
}
