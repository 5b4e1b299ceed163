using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests.Strategies;

/// <summary>Strategies of strangers are held to their contract while they run; who breaks it is set aside, by name and reason, until it is another assembly.</summary>
public sealed class VerificationTests
{
    [Theory]
    [InlineData("AsymmetricStrategy", "test.asymmetric", "the content differed")]
    [InlineData("RandomStrategy", "test.random", "the content differed")]
    [InlineData("TurkishStrategy", "test.turkish", "the content differed")]
    [InlineData("LossyLiarStrategy", "test.liar", "neither in the result nor in a record")]
    [InlineData("BaseBlindStrategy", "test.blind", "a version that changed nothing since the base changes nothing")]
    [InlineData("InventingStrategy", "test.inventing", "none of the heads")]
    public async Task A_strategy_that_breaks_its_contract_decides_nothing_and_is_set_aside_with_the_reason(string plugin, string id, string reason)
    {
        await using var rig = await StrategyRig.WithAsync(plugin);
        Assert.Equal(id, Assert.Single(await rig.Mediator.Send(new ListStrategies())).Id);

        var first = Assert.IsType<MergeOutcome.Decline>(await rig.ResolveAsync(id));
        var later = await Assert.ThrowsAsync<ModuleException>(() => rig.ResolveAsync(id));

        Assert.Contains(reason, first.Reason, StringComparison.Ordinal);
        Assert.Equal("StrategyMissing", later.Code);
        Assert.Contains(reason, later.Message, StringComparison.Ordinal);
        Assert.Empty(await rig.Mediator.Send(new ListStrategies()));
        var listed = Assert.Single(await rig.Mediator.Send(new ListModules()));
        Assert.Equal((id + ".module", "strategy:" + id, "quarantined"), (listed.Id, listed.Role, listed.State));
        Assert.Contains(reason, listed.Problem, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{64}$", listed.Hash);
    }

    [Fact]
    public async Task A_strategy_that_keeps_its_contract_serves()
    {
        await using var rig = await StrategyRig.WithAsync("GoodStrategyA");

        for (var call = 0; call < 50; call++)
        {
            var merged = Assert.IsType<MergeOutcome.Merged>(await rig.ResolveAsync("test.good", call));
            Assert.Equal("""{"title":"second thought"}""", merged.Content.ToText());
        }

        Assert.Equal("serving", Assert.Single(await rig.Mediator.Send(new ListModules())).State);
    }

    [Fact]
    public async Task A_strategy_that_fails_has_declined_and_is_asked_again()
    {
        await using var rig = await StrategyRig.WithAsync("ThrowingStrategy");

        for (var call = 0; call < 2; call++)
        {
            Assert.Equal("it failed with StrangersOwnException", Assert.IsType<MergeOutcome.Decline>(await rig.ResolveAsync("test.throwing")).Reason);
        }
    }

    [Fact]
    public async Task A_strategy_that_hangs_is_abandoned_and_set_aside()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using var rig = new StrategyRig(clock);
        rig.Install("HangingStrategy", "Hanging");
        await rig.StartAsync();

        var waiting = rig.ResolveAsync("test.hanging");
        while (!waiting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1)); // the watchdog may not be looking yet
            await Task.Yield();
        }

        Assert.Contains("did not answer within 5 s", Assert.IsType<MergeOutcome.Decline>(await waiting).Reason, StringComparison.Ordinal);
        Assert.Equal("StrategyMissing", (await Assert.ThrowsAsync<ModuleException>(() => rig.ResolveAsync("test.hanging"))).Code);
    }

    [Fact]
    public async Task It_stays_set_aside_after_a_restart_and_its_code_does_not_run()
    {
        await using var rig = await StrategyRig.WithAsync("LossyLiarStrategy", "GoodStrategyA");
        await rig.ResolveAsync("test.liar");

        await rig.StartAsync();

        Assert.Contains("was set aside", (await Assert.ThrowsAsync<ModuleException>(() => rig.ResolveAsync("test.liar"))).Message, StringComparison.Ordinal);
        Assert.Equal("test.good", Assert.Single(await rig.Mediator.Send(new ListStrategies())).Id);
        var listed = Assert.Single(await rig.Mediator.Send(new ListModules()), module => module.State == "quarantined");
        Assert.Equal(("strategy:test.liar", ""), (listed.Role, listed.LoadContext));
        var written = Assert.Single(JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(rig.Data, "host", "strategies.json")))!.AsArray());
        Assert.Equal(("test.liar", 1, listed.Hash), ((string)written!["strategy"]!, (int)written["version"]!, (string)written["hash"]!));
    }

    [Fact]
    public async Task Another_assembly_is_tried_again()
    {
        await using var rig = await StrategyRig.WithAsync();
        rig.Install("LossyLiarStrategy", "Mine");
        await rig.StartAsync();
        await rig.ResolveAsync("test.liar");

        File.Delete(Path.Combine(rig.Modules, "Mine", "module.json"));
        rig.Install("GoodStrategyA", "Mine");
        await rig.StartAsync();

        Assert.Equal("test.good", Assert.Single(await rig.Mediator.Send(new ListStrategies())).Id);
    }

    [Fact]
    public async Task A_reload_gives_the_same_assembly_another_try_and_it_may_fail_again()
    {
        await using var rig = await StrategyRig.WithAsync("LossyLiarStrategy");
        await rig.ResolveAsync("test.liar");

        var end = await rig.Mediator.Send(new ReloadStrategy("test.liar"));

        Assert.Equal((null, 1, true), (end.Before, end.After, end.Unloaded));
        Assert.Single(await rig.Mediator.Send(new ListStrategies()));
        Assert.IsType<MergeOutcome.Decline>(await rig.ResolveAsync("test.liar"));
        Assert.Empty(await rig.Mediator.Send(new ListStrategies()));
    }

    [Fact]
    public async Task A_strategy_that_takes_the_name_of_one_of_ours_is_tried_like_any_other()
    {
        await using var rig = await StrategyRig.WithAsync();
        var ours = Path.Combine(Repository.BuiltModules, "LastWriteWins");
        var folder = rig.InstallFrom(ours, "LastWriteWins");
        await rig.StartAsync();
        Assert.True(rig.IsOurs("aurix.lww"));

        File.WriteAllText(Path.Combine(folder, "More.dll"), "code of somebody else's");
        rig.Trust(folder);
        await rig.StartAsync();
        Assert.False(rig.IsOurs("aurix.lww"));
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_keeps_nobody_from_serving()
    {
        await using var rig = await StrategyRig.WithAsync("GoodStrategyA");
        Directory.CreateDirectory(Path.Combine(rig.Data, "host"));
        await File.WriteAllTextAsync(Path.Combine(rig.Data, "host", "strategies.json"), "[{");

        await rig.StartAsync();

        Assert.IsType<MergeOutcome.Merged>(await rig.ResolveAsync("test.good"));
    }
}
