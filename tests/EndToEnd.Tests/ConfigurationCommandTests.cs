using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>The configuration as somebody meets it who writes the file.</summary>
public sealed class ConfigurationCommandTests
{
    [Fact]
    public async Task A_wrong_file_is_told_whole_by_the_check_and_stops_every_other_command()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await File.WriteAllTextAsync(Path.Combine(aurix.Data, "aurix.json"), """{"limits":{"drainSecond":5},"settings":{"sync":{"interval":0}}}""");

        var check = await aurix.RunAsync("config", "check", "--json");
        var list = await aurix.RunAsync("list");

        Assert.Equal(2, check.ExitCode);
        Assert.Equal(
            ["aurix.json $.limits.drainSecond", "aurix.json $.settings.sync.interval"],
            JsonNode.Parse(check.Output)!["problems"]!.AsArray().Select(problem => (string)problem!["where"]!));
        Assert.Equal(2, list.ExitCode);
        Assert.StartsWith("ConfigurationInvalid: The configuration has 2 mistakes.", list.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_holds_is_shown_with_who_said_so()
    {
        using var aurix = new Aurix();
        Directory.CreateDirectory(aurix.Data);
        await File.WriteAllTextAsync(Path.Combine(aurix.Data, "aurix.json"), """{"settings":{"sync":{"interval":60}}}""");

        var shown = (await aurix.JsonAsync("config", "show"))["settings"]!.AsArray().Single(setting => (string)setting!["key"]! == "sync.interval")!;

        Assert.Equal(("60", "aurix.json $.settings.sync.interval", "AURIX_SYNC__INTERVAL"), ((string)shown["value"]!, (string)shown["from"]!, (string)shown["variable"]!));
        Assert.Contains("The configuration is right.", (await aurix.RunAsync("config", "check")).Must().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daemon_applies_a_new_file_when_it_is_asked_and_refuses_a_wrong_one()
    {
        using var aurix = await Aurix.WithVaultAsync();
        var file = Path.Combine(aurix.Data, "aurix.json");
        Assert.Empty((await aurix.JsonAsync("config", "apply"))["daemons"]!.AsArray());
        using var daemon = aurix.Start("run");
        string? line;
        do
        {
            line = await daemon.StandardOutput.ReadLineAsync();
        }
        while (line is not null && !line.StartsWith("Running.", StringComparison.Ordinal));

        // By hand and not by its own look at the file, which may come first: then the answer is empty, and the state the same.
        await File.WriteAllTextAsync(file, """{"limits":{"drainSeconds":0}}""");
        var refused = await aurix.RunAsync("config", "apply");
        await File.WriteAllTextAsync(file, """{"schedules":{"storage.care":"off"},"modules":{"skip":["aurix.strategy.lww"]}}""");
        var applied = await aurix.JsonAsync("config", "apply");
        daemon.Kill();
        await daemon.WaitForExitAsync();

        refused.MustFail(2, "ConfigurationInvalid");
        Assert.Equal("modules.skip", (string)Assert.Single(applied["daemons"]![0]!["later"]!.AsArray())!);
    }
}
