using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Tests.Swapping;

namespace Aurix.Platform.Tests.Failures;

/// <summary>What is in the folder of a required module cannot serve when Aurix starts: the copy that last started well does.</summary>
public sealed class LastGoodTests : IAsyncLifetime
{
    private WholeHost _host = null!;

    private string Storage => Path.Combine(_host.Modules, "Storage");

    public async Task InitializeAsync() => _host = await WholeHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("half a file", "cannot be read")]
    [InlineData("half a manifest", "is not valid JSON")]
    [InlineData("no manifest", "no readable module.json")]
    [InlineData("another framework", "was built for System.Runtime 11.0.0.0")]
    [InlineData("an unreadable list of dependencies", "cannot be loaded")]
    public async Task Files_that_are_bad_are_told_and_the_good_copy_serves(string fault, string reason)
    {
        BadCopy.Make(fault, Storage);

        await _host.RestartAsync();

        await StandsInAsync(reason);
    }

    [Theory]
    [InlineData("constructor", "not born today")]
    [InlineData("configure", "no services today")]
    [InlineData("start", "not today")]
    public async Task Code_that_fails_is_told_and_the_good_copy_serves(string fault, string reason)
    {
        BadCopy.Wrap(Storage);
        BadCopy.Make(fault, Storage);

        await _host.RestartAsync();

        await StandsInAsync(reason);
    }

    [Fact]
    public async Task It_serves_at_every_start_until_the_folder_holds_what_can()
    {
        BadCopy.Wrap(Storage);
        BadCopy.Make("start", Storage);
        await _host.RestartAsync();
        await _host.RestartAsync();
        await StandsInAsync("not today");

        File.WriteAllText(Path.Combine(Storage, "fault"), "");
        await _host.ReloadAsync("aurix.storage");

        Assert.Equal(("serving", null), await StateAsync());
    }

    [Fact]
    public async Task Without_a_good_copy_the_start_fails_and_names_what_is_there()
    {
        File.Delete(Path.Combine(_host.Data, "host", "serving.json"));
        BadCopy.Make("half a file", Storage);

        var failed = await Assert.ThrowsAsync<ModuleException>(() => _host.RestartAsync());

        Assert.StartsWith("No module serves 'storage'", failed.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_good_copy_fails_too_both_are_named()
    {
        BadCopy.Wrap(Storage);
        File.WriteAllText(Path.Combine(Storage, "fault"), "");
        await _host.RestartAsync(); // this one starts well
        BadCopy.Make("constructor", Storage);
        Die((string)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_host.Data, "host", "serving.json")))!.AsArray().Single(copy => (string)copy!["role"]! == "storage")!["hash"]!); // it was good when it served

        var failed = await Assert.ThrowsAsync<ModuleException>(() => _host.RestartAsync());

        Assert.Contains("not born today. The copy that last started well (", failed.Message, StringComparison.Ordinal);
        Assert.Contains(") does not serve either: ", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_ended_three_processes_while_it_started_is_told_and_the_good_copy_serves()
    {
        BadCopy.Wrap(Storage);
        Die(HashOf(Storage));

        await _host.RestartAsync();

        await StandsInAsync("ended the process three times while it started");
    }

    [Fact]
    public async Task Whoever_kills_a_start_of_ours_three_times_has_not_locked_themselves_out()
    {
        Die(HashOf(Storage));

        await _host.RestartAsync();

        Assert.Equal(("serving", null), await StateAsync());
    }

    [Fact]
    public async Task What_was_changed_and_not_trusted_gives_way_to_the_copy_that_was()
    {
        File.WriteAllText(Path.Combine(Storage, "more.dll"), "somebody else's");

        await _host.RestartUntrustedAsync();

        await StandsInAsync("is not trusted");
    }

    [Fact]
    public async Task When_that_is_the_only_one_the_start_fails_and_names_it_and_what_to_do()
    {
        BadCopy.Wrap(Storage);
        File.Delete(Path.Combine(_host.Data, "host", "serving.json"));
        Die(HashOf(Storage));

        var failed = await Assert.ThrowsAsync<ModuleException>(() => _host.RestartAsync());

        Assert.Equal("EndsTheProcess", failed.Code);
        Assert.StartsWith("The module aurix.storage in ", failed.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_host.Data, "host", "starting"), failed.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_that_somebody_meddled_with_is_none()
    {
        var copy = Directory.EnumerateFiles(Path.Combine(_host.Data, "host", "modules"), "Aurix.Platform.Storage.dll", SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(copy, "more");
        BadCopy.Make("half a file", Storage);

        await Assert.ThrowsAsync<ModuleException>(() => _host.RestartAsync());
    }

    [Fact]
    public async Task A_module_whose_folder_its_owner_removed_does_not_come_back()
    {
        Directory.Delete(Storage, recursive: true);

        Assert.Equal("ModuleMissing", (await Assert.ThrowsAsync<ModuleException>(() => _host.RestartAsync())).Code);
    }

    [Fact]
    public async Task A_setting_that_is_wrong_is_told_and_no_other_copy_is_tried()
    {
        BadCopy.Wrap(Storage);

        Assert.Equal("ConfigurationInvalid", (await Assert.ThrowsAsync<UsageException>(() => _host.RestartAsync("storage.nonsense=1"))).Code);
    }

    private async Task StandsInAsync(string reason)
    {
        var (state, problem) = await StateAsync();
        Assert.Equal("serving", state);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.EndsWith("The copy that last started well serves in its place.", problem, StringComparison.Ordinal);
        Assert.IsType<PutOutcome.Saved>(await _host.Mediator.Send(new PutDocument(new($"note:{Guid.NewGuid():n}"), CanonicalJson.Parse("1"), null)));

        var health = HealthDesk.ModulesOf(_host.Host).Single(module => module.Id == "aurix.storage");
        Assert.Equal(("serving", "What is in its folder cannot serve, and the copy that last started well does in its place; the log says why."), (health.State, health.Problem));
    }

    private async Task<(string State, string? Problem)> StateAsync() =>
        (await _host.Mediator.Send(new ListModules())).Where(module => module.Id == "aurix.storage").Select(module => (module.State, module.Problem)).Single();

    private static string HashOf(string folder) => ModuleContent.Read(folder).Hash;

    // Three processes that started it have ended, and what they held is not held any more.
    private void Die(string hash)
    {
        Directory.CreateDirectory(Path.Combine(_host.Data, "host", "starting"));
        for (var death = 0; death < 3; death++)
        {
            File.WriteAllText(Path.Combine(_host.Data, "host", "starting", $"{death}.json"), $$"""{"id":"aurix.storage","hash":"{{hash}}","process":1}""");
        }
    }
}
