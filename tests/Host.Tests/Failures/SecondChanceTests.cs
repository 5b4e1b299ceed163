using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Host.Swapping;
using Aurix.Platform.Hosting;
using Aurix.Platform.Tests.Extensions;
using Aurix.Platform.Tests.Strategies;
using Aurix.Platform.Tests.Swapping;

namespace Aurix.Platform.Tests.Failures;

/// <summary>What was set aside because it did not load or start is tried again by itself.</summary>
public sealed class SecondChanceTests : IAsyncLifetime
{
    private readonly WholeHost _host = WholeHost.LaidOut();
    private readonly ArmedTime _time = new();
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task It_is_tried_after_5_10_20_seconds_and_so_on_to_ten_minutes_until_it_serves()
    {
        var folder = Install("Faulty", "start");
        await _host.RestartAsync();
        await using var again = Start();
        await _time.ArmedAsync();
        Assert.EndsWith("Tried again 0 times; next at 2000-01-01T00:00:05Z.", (await _host.DescribeAsync("Faulty")).Problem, StringComparison.Ordinal);

        foreach (var (tries, seconds) in new[] { 5, 10, 20, 40, 80, 160, 320, 600, 600 }.Index())
        {
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.Contains($"Tried again {tries} times", (await _host.DescribeAsync("Faulty")).Problem, StringComparison.Ordinal);
            _time.Advance(TimeSpan.FromTicks(1));
            await _time.ArmedAsync();
            Assert.Contains($"not today Tried again {tries + 1} times; next at ", (await _host.DescribeAsync("Faulty")).Problem, StringComparison.Ordinal);
        }

        Assert.Contains("Tried again 9 times", HealthDesk.ModulesOf(_host.Host).Single(module => module.State == "quarantined").Problem, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, "fault"), "");
        _host.Trust();
        _time.Advance(TimeSpan.FromMinutes(10));
        await _joined.Task;

        Assert.Equal(("serving", null), await StateAsync("Faulty"));
        Assert.True((await _host.Mediator.Send(new RunExtension("strangers.faulty", "answer", CanonicalJson.Null))).Succeeded);
    }

    [Fact]
    public async Task A_folder_that_was_half_copied_when_Aurix_started_is_brought_in_when_it_is_whole()
    {
        var folder = Install("Faulty", "");
        File.Delete(Path.Combine(folder, "module.json"));
        await _host.RestartAsync();
        await using var again = Start();
        await _time.ArmedAsync();

        Install("Faulty", "");
        _host.Trust();
        _time.Advance(TimeSpan.FromSeconds(5));
        await _joined.Task;

        Assert.Equal(("serving", null), await StateAsync("Faulty"));
    }

    [Fact]
    public async Task A_strategy_is_tried_again_too()
    {
        var folder = _host.Install(Repository.Built("tests", "Plugins", "GoodStrategyA"), "Good");
        BadCopy.Make("half a file", folder);
        await _host.RestartAsync();
        await using var again = Start();
        await _time.ArmedAsync();

        _host.Install(Repository.Built("tests", "Plugins", "GoodStrategyA"), "Good");
        _host.Trust();
        _time.Advance(TimeSpan.FromSeconds(5));
        await _joined.Task;

        Assert.IsType<MergeOutcome.Merged>(await _host.Mediator.Send(new ResolveConflict("test.good", StrategyRig.Conflict(1))));
    }

    [Fact]
    public async Task Of_two_with_one_id_neither_is_tried()
    {
        Install("One", "");
        Install("Two", "");
        await _host.RestartAsync();

        Assert.Empty(_host.Host.Aside.Retryable);
    }

    [Fact]
    public async Task Its_owner_need_not_wait()
    {
        var folder = Install("Faulty", "start");
        await _host.RestartAsync();
        await Assert.ThrowsAsync<ModuleException>(() => _host.ReloadAsync("strangers.faulty"));

        await File.WriteAllTextAsync(Path.Combine(folder, "fault"), "");
        var brought = await _host.ReloadAsync("strangers.faulty");

        Assert.Equal(("extension:strangers.faulty", "", true), (brought.Role, brought.Before, brought.Unloaded));
        Assert.Equal(("serving", null), await StateAsync("Faulty"));
        Assert.Empty(_host.Host.SetAside);
    }

    private SecondChance Start() => SecondChance.Start(
        _host.Host,
        _ =>
        {
            _joined.TrySetResult();
            return Task.CompletedTask;
        },
        _time);

    private string Install(string folder, string fault)
    {
        var target = _host.Install(Repository.Built("tests", "Plugins", "FaultyExtension"), folder);
        File.WriteAllText(Path.Combine(target, "fault"), fault);
        return target;
    }

    private async Task<(string State, string? Problem)> StateAsync(string folder)
    {
        var module = await _host.DescribeAsync(folder);
        return (module.State, module.Problem);
    }
}
