using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>A file of a gibibyte on its way: killed in the middle and resumed, and never held in memory. AURIX_TEST_FILE_GIB makes it larger.</summary>
public sealed class LargeFileTests
{
    private const int Block = 1 << 20;

    // T58. A round that moves nothing takes 98 MiB, most of it the runtime's and the libraries' pages. With a gibibyte on a machine that was
    // busy with other work an upload took 133 and a download 139; a file that piles up would take a thousand.
    private const long MostMemory = 150L << 20;

    private static readonly int GiB = int.Parse(Environment.GetEnvironmentVariable("AURIX_TEST_FILE_GIB") ?? "1", CultureInfo.InvariantCulture);

    [Fact]
    public async Task T57_T58_An_upload_that_was_killed_sends_only_what_is_missing_and_neither_way_takes_more_memory_than_its_chunks()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        var source = Path.Combine(a.Folder, "film.bin");
        var hash = Make(source);
        var chunks = (int)(((long)GiB << 30) / 1_048_572) + 1;
        await a.PutAsync("film:1", "{}");
        (await a.RunAsync("attach", "film:1", source)).Must();
        File.Delete(source);
        (await a.EnableAsync(server.Address, first: true)).Must();
        (await b.EnableAsync(server.Address, first: false)).Must();

        using (var killed = a.Start("sync", "now"))
        {
            await Growth.OfAsync(server.DataFolder, enough: 100 << 20);
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        var there = (int)(await a.JsonAsync("leak-report"))["chunks"]!["count"]!;
        var (sent, upload) = await MeasureAsync(a);
        var (fetched, download) = await MeasureAsync(b);
        (await b.RunAsync("extract", "film:1", "film.bin", "--out", Path.Combine(b.Folder, "film.bin"))).Must();

        Assert.InRange(there, 50, chunks - 1); // killed in the middle
        Assert.InRange((int)sent["chunksPushed"]!, chunks - there - 4, chunks - there); // four were in flight when the other was killed, and may have arrived after we looked
        Assert.Equal(chunks, (int)fetched["chunksPulled"]!);
        Assert.Equal(hash, Convert.ToHexString(await HashAsync(Path.Combine(b.Folder, "film.bin"))));
        Assert.InRange(upload, 1, MostMemory);
        Assert.InRange(download, 1, MostMemory);
    }

    private static string Make(string path)
    {
        var random = new Random(57);
        var block = new byte[Block];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = File.Create(path);
        for (var number = 0; number < GiB << 10; number++)
        {
            random.NextBytes(block);
            hash.AppendData(block);
            file.Write(block);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static async Task<byte[]> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return await SHA256.HashDataAsync(file);
    }

    // One round, and the most memory that its process ever had.
    private static async Task<(JsonNode Report, long Peak)> MeasureAsync(Aurix device)
    {
        using var round = device.Start("sync", "now", "--json");
        var output = round.StandardOutput.ReadToEndAsync();
        var ended = round.WaitForExitAsync();
        var peak = 0L;
        using var watcher = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!ended.IsCompleted)
        {
            peak = Math.Max(peak, Peak(round));
            await Task.WhenAny(ended, watcher.WaitForNextTickAsync().AsTask());
        }

        Assert.True(round.ExitCode == 0, await round.StandardError.ReadToEndAsync());
        return (JsonNode.Parse(await output)!, peak);
    }

    private static long Peak(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // it has just ended
        }
    }
}
