using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>The real program on a real file system that is full, or that cannot be written.</summary>
public sealed class FullDiskTests
{
    [SmallDiskFact]
    public async Task On_a_disk_that_fills_up_every_acknowledged_document_stays_and_the_message_says_what_to_do()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await File.WriteAllLinesAsync(Path.Combine(aurix.Folder, "lines"), Enumerable.Range(0, 20_000).Select(number =>
            string.Create(CultureInfo.InvariantCulture, $$$"""{"id":"note:{{{number}}}","content":{"text":"{{{new string((char)('a' + (number % 26)), 1000)}}}"}}""")));

        var ended = await OnSmallDiskAsync(aurix, "megabytes=12", "put \"$folder/lines\" --lines --data \"$disk\"");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("is full", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Free some space", ended.Error, StringComparison.Ordinal);
        var acknowledged = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string)JsonNode.Parse(line)!["id"]!).ToList();
        Assert.NotEmpty(acknowledged);
        Assert.Superset(acknowledged.ToHashSet(), await IdsAsync(aurix));
        (await aurix.RunAsync("doctor")).Must();
        await aurix.PutAsync("after", "{}");
    }

    [SmallDiskFact]
    public async Task On_a_disk_that_cannot_be_written_a_write_says_so_and_changes_nothing()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await aurix.PutAsync("before", "{}");
        await File.WriteAllTextAsync(Path.Combine(aurix.Folder, "lines"), """{"id":"new","content":{}}""");

        var ended = await OnSmallDiskAsync(aurix, "readonly=1", "put \"$folder/lines\" --lines --data \"$disk\"");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("cannot be written", ended.Error, StringComparison.Ordinal);
        Assert.Equal(["before"], await IdsAsync(aurix));
    }

    [SmallDiskFact]
    public async Task A_round_on_a_disk_that_fills_up_says_so_and_goes_on_when_there_is_room()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        var lines = string.Concat(Enumerable.Range(0, 10).Select(number => $$$"""{"id":"large:{{{number}}}","content":{"text":"{{{new string((char)('a' + number), 2_000_000)}}}"}}""" + "\n"));
        (await a.FeedAsync(lines, "put", "-", "--lines")).Must();
        (await a.EnableAsync(server.Address, first: true)).Must();
        (await a.RunAsync("sync", "now")).Must();
        (await b.EnableAsync(server.Address, first: false)).Must();

        var ended = await OnSmallDiskAsync(b, "megabytes=12", "sync now --data \"$disk\"");

        Assert.Equal(1, ended.ExitCode);
        Assert.True(ended.Error.StartsWith("StoreFull: ", StringComparison.Ordinal), ended.Error);
        (await b.RunAsync("doctor")).Must();
        (await b.RunAsync("sync", "now")).Must();
        Assert.Equal(await TwoDevicesTests.StateAsync(a), await TwoDevicesTests.StateAsync(b));
    }

    /// <summary>Moves the data onto a disk of its own, runs a command there, and moves it back.</summary>
    private static async Task<Aurix.Ended> OnSmallDiskAsync(Aurix aurix, string setting, string command)
    {
        var script = $"""
            set -u
            folder="$1"; program="$2"; megabytes=16; readonly=0; {setting}
            disk="$folder/disk"; mkdir "$disk"
            mount -t tmpfs -o size="$megabytes"m tmpfs "$disk" || exit 99
            cp -r "$folder/data/." "$disk"
            [ "$readonly" = 0 ] || mount -o remount,ro "$disk" || exit 99
            dotnet "$program" {command}
            code=$?
            rm -rf "$folder/data"; mkdir -m 700 "$folder/data"; cp -r "$disk/." "$folder/data"
            exit $code
            """;
        var start = new ProcessStartInfo("unshare", ["-Urm", "sh", "-c", script, "sh", aurix.Folder, Path.Combine(Aurix.Program, "aurix.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, output, await error);
    }

    private static async Task<HashSet<string>> IdsAsync(Aurix aurix)
    {
        var ids = new HashSet<string>();
        string? next = null;
        do
        {
            var page = await aurix.JsonAsync(["list", "--limit", "1000", .. next is null ? Array.Empty<string>() : ["--after", next]]);
            ids.UnionWith(page["documents"]!.AsArray().Select(document => (string)document!["id"]!));
            next = (string?)page["next"];
        }
        while (next is not null);

        return ids;
    }

    /// <summary>Needs a disk of its own, which Linux gives without special rights in a namespace of its own, unless that is forbidden.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SmallDiskFactAttribute : FactAttribute
    {
        private static readonly Lazy<bool> IsPossible = new(TryMount);

        public SmallDiskFactAttribute()
        {
            if (!IsPossible.Value)
            {
                Skip = "No disk can be mounted here.";
            }
        }

        private static bool TryMount()
        {
            try
            {
                var start = new ProcessStartInfo("unshare", ["-Urm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]) { RedirectStandardError = true };
                using var process = Process.Start(start)!;
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false; // There is no such program.
            }
        }
    }
}
