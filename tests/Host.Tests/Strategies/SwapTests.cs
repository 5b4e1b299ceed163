using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Aurix.Platform.Conflict;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Tests.Strategies;

/// <summary>A strategy is replaced while it serves: every call gets one answer, of the old copy or the new one, and the old one's code goes.</summary>
public sealed class SwapTests
{
    [Fact]
    public async Task No_call_fails_or_is_answered_twice_while_two_builds_are_swapped_a_hundred_times_and_each_old_copy_is_collected()
    {
        await using var rig = await StrategyRig.WithAsync();
        rig.Install("GoodStrategyA", "Good");
        await rig.StartAsync();
        using var over = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<string, int>();
        var callers = Enumerable.Range(0, 8).Select(caller => Task.Run(() => CallUntilAsync(rig, caller, answers, over.Token))).ToList();

        var ends = new List<StrategyReloaded>();
        for (var swap = 0; swap < 100; swap++)
        {
            rig.Install(swap % 2 == 0 ? "GoodStrategyB" : "GoodStrategyA", "Good");
            ends.Add(await rig.Mediator.Send(new ReloadStrategy("test.good")));
        }

        await over.CancelAsync();
        var asked = (await Task.WhenAll(callers)).Sum();

        Assert.Equal(Enumerable.Range(0, 100).Select(swap => swap % 2 == 0 ? (1, 2) : (2, 1)), ends.Select(end => (end.Before!.Value, end.After)));
        Assert.Equal(2, ends.Select(end => end.Hash).Distinct().Count());
        Assert.Equal(asked, answers.Values.Sum());
        Assert.Equal(["version-1", "version-2"], answers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1, await AliveAsync(rig.Data));
        Assert.True((await rig.Mediator.Send(new ReloadStrategy("test.good"))).Unloaded); // nobody is on the way out of the old copy now
    }

    [Fact]
    public async Task A_strategy_whose_folder_is_new_is_brought_in()
    {
        await using var rig = await StrategyRig.WithAsync("AsymmetricStrategy");
        rig.Install("GoodStrategyB", "Anything");

        var end = await rig.Mediator.Send(new ReloadStrategy("test.good"));

        Assert.Equal(("test.good", null, 2, true), (end.Strategy, end.Before, end.After, end.Unloaded));
        Assert.IsType<MergeOutcome.Merged>(await rig.ResolveAsync("test.good"));
    }

    [Fact]
    public async Task What_does_not_load_leaves_the_old_copy_serving()
    {
        await using var rig = await StrategyRig.WithAsync();
        var folder = rig.Install("GoodStrategyA", "Good");
        await rig.StartAsync();
        File.WriteAllText(Path.Combine(folder, "GoodStrategy.dll"), "half of a file");
        rig.Trust(folder);

        var wrong = await Assert.ThrowsAsync<ModuleException>(() => rig.Mediator.Send(new ReloadStrategy("test.good")));

        Assert.Equal("ModuleBroken", wrong.Code);
        Assert.Contains(folder, wrong.Message, StringComparison.Ordinal);
        Assert.Equal("version-1", await VersionAsync(rig));
    }

    [Fact]
    public async Task A_folder_that_brings_another_strategy_now_leaves_the_old_copy_serving()
    {
        await using var rig = await StrategyRig.WithAsync();
        var folder = rig.Install("GoodStrategyA", "Good");
        await rig.StartAsync();
        File.Delete(Path.Combine(folder, "module.json"));
        rig.Install("LossyLiarStrategy", "Good");

        var wrong = await Assert.ThrowsAsync<ModuleException>(() => rig.Mediator.Send(new ReloadStrategy("test.good")));

        Assert.Contains("brings another strategy now", wrong.Message, StringComparison.Ordinal);
        Assert.Equal("version-1", await VersionAsync(rig));
    }

    [Fact]
    public async Task What_nobody_brings_and_what_two_bring_is_said()
    {
        await using var rig = await StrategyRig.WithAsync();
        Assert.Equal("StrategyMissing", (await Assert.ThrowsAsync<ModuleException>(() => rig.Mediator.Send(new ReloadStrategy("test.good")))).Code);

        rig.Install("GoodStrategyA", "One");
        rig.Install("GoodStrategyB", "Two");

        Assert.Equal("StrategyDoubled", (await Assert.ThrowsAsync<ModuleException>(() => rig.Mediator.Send(new ReloadStrategy("test.good")))).Code);
    }

    [Fact]
    public async Task What_is_overwritten_in_the_modules_folder_does_not_touch_what_runs()
    {
        await using var rig = await StrategyRig.WithAsync();
        var folder = rig.Install("GoodStrategyA", "Good");
        await rig.StartAsync();

        File.WriteAllText(Path.Combine(folder, "GoodStrategy.dll"), "");

        Assert.Equal("version-1", await VersionAsync(rig));
    }

    [Fact]
    public async Task A_copy_that_somebody_meddled_with_is_made_again()
    {
        await using var rig = await StrategyRig.WithAsync();
        rig.Install("GoodStrategyA", "Good");
        await rig.StartAsync();
        var copy = Assert.Single(Directory.EnumerateFiles(rig.Data, "GoodStrategy.dll", SearchOption.AllDirectories));
        File.Delete(copy);
        File.Copy(Path.Combine(Repository.Built("tests", "Plugins", "GoodStrategyB"), "GoodStrategy.dll"), copy);

        var end = await rig.Mediator.Send(new ReloadStrategy("test.good"));

        Assert.Equal(1, end.After);
    }

    [Fact]
    public async Task A_strategy_that_asks_for_the_store_or_for_a_place_in_the_whole_process_is_refused()
    {
        await using var rig = await StrategyRig.WithAsync();
        var folder = rig.Install("GoodStrategyA", "Good");
        File.WriteAllText(Path.Combine(folder, "module.json"), """{"id":"a.b","role":"strategy","assembly":"GoodStrategy.dll","uses":["storage"]}""");
        rig.Trust(folder);
        await rig.StartAsync();

        Assert.Contains("asks for other roles", rig.Refused["Good"], StringComparison.Ordinal);
    }

    private static async Task<string> VersionAsync(StrategyRig rig) =>
        Assert.Single(Assert.IsType<MergeOutcome.Merged>(await rig.ResolveAsync("test.good")).Records).Kind;

    private static async Task<int> CallUntilAsync(StrategyRig rig, int caller, ConcurrentDictionary<string, int> answers, CancellationToken over)
    {
        var asked = 0;
        while (!over.IsCancellationRequested)
        {
            var outcome = await rig.ResolveAsync("test.good", (caller * 1_000_000) + asked++);
            answers.AddOrUpdate(Assert.Single(Assert.IsType<MergeOutcome.Merged>(outcome).Records).Kind, 1, (_, count) => count + 1);
        }

        return asked;
    }

    private static async Task<int> AliveAsync(string folder)
    {
        for (var round = 0; round < 20 && Alive(folder) > 1; round++)
        {
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Alive(folder);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Alive(string folder) =>
        AssemblyLoadContext.All.Count(context => context.Assemblies.Any(assembly => assembly.Location.StartsWith(folder, StringComparison.Ordinal)));
}
