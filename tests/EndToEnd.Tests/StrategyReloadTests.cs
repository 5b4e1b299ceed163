using System.Diagnostics;

namespace Aurix.Platform.Tests;

/// <summary>A strategy is swapped in a daemon that runs, from another process.</summary>
public sealed class StrategyReloadTests : IDisposable
{
    private readonly string _modules = Directory.CreateTempSubdirectory("aurix-modules-").FullName;

    public StrategyReloadTests()
    {
        Folders.Copy(Path.Combine(Aurix.Program, "modules"), _modules);
        Put("GoodStrategyA");
    }

    public void Dispose() => Directory.Delete(_modules, recursive: true);

    [Fact]
    public async Task A_running_daemon_swaps_the_strategy_and_says_so()
    {
        using var aurix = await WithVaultAsync();
        using var daemon = await StartAsync(aurix);

        await InstallAsync(aurix, "GoodStrategyB");
        var there = await aurix.JsonAsync("strategy", "reload", "test.good");
        await InstallAsync(aurix, "GoodStrategyA");
        var andBack = (await aurix.RunAsync("strategy", "reload", "test.good")).Must();

        Assert.Equal(("test.good", 1, 2, true), ((string)there["strategy"]!, (int)there["before"]!, (int)there["after"]!, (bool)there["unloaded"]!));
        Assert.Equal(daemon.Id, (int)Assert.Single(there["daemons"]!.AsArray())!);
        Assert.StartsWith($"test.good went from version 2 to version 1 in process {daemon.Id}.", andBack.Output, StringComparison.Ordinal);
        Stop(daemon);
    }

    [Fact]
    public async Task What_a_daemon_cannot_load_is_told_to_who_asked()
    {
        using var aurix = await WithVaultAsync();
        using var daemon = await StartAsync(aurix);
        await File.WriteAllTextAsync(Path.Combine(_modules, "Good", "GoodStrategy.dll"), "half of a file");
        await TrustAsync(aurix);

        (await aurix.RunAsync("strategy", "reload", "test.good")).MustFail(6, "ModuleBroken");
        (await aurix.RunAsync("strategy", "reload", "test.nobody")).MustFail(6, "StrategyMissing");
        Stop(daemon);
    }

    [Fact]
    public async Task Without_a_daemon_the_copy_is_tried_and_what_a_killed_one_left_is_cleared_away()
    {
        using var aurix = await WithVaultAsync();
        using var daemon = await StartAsync(aurix);
        Assert.Single(Sockets(aurix));
        Stop(daemon);

        await InstallAsync(aurix, "GoodStrategyB");
        var answer = await aurix.JsonAsync("strategy", "reload", "test.good");
        var text = (await aurix.RunAsync("strategy", "reload", "test.good")).Must();

        Assert.Equal((2, 0), ((int)answer["after"]!, answer["daemons"]!.AsArray().Count));
        Assert.Contains("the next start takes it", text.Output, StringComparison.Ordinal);
        Assert.Empty(Sockets(aurix));
    }

    [Fact]
    public async Task A_data_folder_whose_path_is_too_long_for_a_socket_is_reached_all_the_same()
    {
        using var aurix = new Aurix(_modules, new string('x', 120));
        (await aurix.RunAsync("init")).Must();
        await TrustAsync(aurix);
        using var daemon = await StartAsync(aurix);
        await InstallAsync(aurix, "GoodStrategyB");

        var answer = await aurix.JsonAsync("strategy", "reload", "test.good");

        Assert.Equal(daemon.Id, (int)Assert.Single(answer["daemons"]!.AsArray())!);
        Stop(daemon);
    }

    [Fact]
    public async Task The_list_names_version_state_and_assembly_of_each_strategy()
    {
        using var aurix = await WithVaultAsync();

        var list = await aurix.JsonAsync("strategy", "list");

        var good = Assert.Single(list["modules"]!.AsArray(), module => (string)module!["strategy"]! == "test.good")!;
        Assert.Equal(("test.good.module", "serving"), ((string)good["module"]!, (string)good["state"]!));
        Assert.Matches("^[0-9a-f]{64}$", (string)good["hash"]!);
        Assert.Equal(1, (int)list["loaded"]!.AsArray().Single(loaded => (string)loaded!["id"]! == "test.good")!["version"]!);
    }

    private async Task<Aurix> WithVaultAsync()
    {
        var aurix = await Aurix.WithVaultAsync(_modules);
        await TrustAsync(aurix);
        return aurix;
    }

    private Task InstallAsync(Aurix aurix, string plugin)
    {
        Put(plugin);
        return TrustAsync(aurix);
    }

    private async Task TrustAsync(Aurix aurix) => (await aurix.RunAsync("module", "trust", Path.Combine(_modules, "Good"))).Must();

    private void Put(string plugin) => Folders.Copy(
        Repository.Built("tests", "Plugins", plugin),
        Path.Combine(_modules, "Good"));

    private static IEnumerable<string> Sockets(Aurix aurix) => Directory.EnumerateFiles(Path.Combine(aurix.Data, "host", "control"));

    private static async Task<Process> StartAsync(Aurix aurix)
    {
        var daemon = aurix.Start("run");
        while (await daemon.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Running.", StringComparison.Ordinal))
            {
                return daemon;
            }
        }

        throw new InvalidOperationException("The daemon did not start: " + await daemon.StandardError.ReadToEndAsync());
    }

    private static void Stop(Process daemon)
    {
        daemon.Kill();
        daemon.WaitForExit();
    }
}
