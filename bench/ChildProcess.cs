using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Aurix.Platform.Bench.Storage;
using Aurix.Platform.Bench.Sync;

namespace Aurix.Platform.Bench;

/// <summary>This program again, in a fresh process: memory can only be told apart there.</summary>
internal static class ChildProcess
{
    public const string Verb = "--child";

    /// <summary>Runs one piece of work and answers what it measured, by name.</summary>
    public static async Task<Dictionary<string, double>> RunAsync(params string[] work)
    {
        var child = Process.Start(new ProcessStartInfo("dotnet", [Environment.GetCommandLineArgs()[0], Verb, .. work]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        return JsonSerializer.Deserialize<Dictionary<string, double>>(await child.OutputAsync())!;
    }

    /// <summary>The child's side.</summary>
    public static async Task WorkAsync(string[] work)
    {
        var folder = work[1];
        Console.WriteLine(JsonSerializer.Serialize(await (work[0] switch
        {
            "open" => ScaleWork.OpenAsync(folder),
            "fill" => ScaleWork.FillAsync(folder, (int)Number(2), (int)Number(3)),
            "write" => ScaleWork.WriteAsync(folder, (int)Number(2)),
            "list" => ScaleWork.ListAsync(folder),
            "follow" => ScaleWork.FollowAsync(folder),
            "blob-ours" => BlobWork.OursAsync(folder, Number(2)),
            "blob-raw" => BlobWork.RawAsync(folder, Number(2)),
            "blob-file" => BlobWork.FileAsync(folder, Number(2)),
            "sync-round" => RoundWork.RunAsync(folder),
            "raw-push" => RawHttp.PushAsync(folder, new Uri(work[2]), work[3]),
            "raw-pull" => RawHttp.PullAsync(new Uri(work[2]), work[3]),
            "raw-chunks-up" => RawChunks.UpAsync(folder, (int)Number(2), work[3]),
            "raw-chunks-down" => RawChunks.DownAsync(folder, (int)Number(2), work[3]),
            _ => throw new ArgumentException($"There is no work '{work[0]}'.", nameof(work)),
        })));

        long Number(int place) => long.Parse(work[place], CultureInfo.InvariantCulture);
    }
}
