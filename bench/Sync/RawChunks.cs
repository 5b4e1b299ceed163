using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Aurix.Platform.Bench.Storage;

namespace Aurix.Platform.Bench.Sync;

/// <summary>The HTTP calls alone that move chunks of 1 MiB: four in parallel, from memory to nowhere.</summary>
internal static class RawChunks
{
    private const int Chunk = 1 << 20;
    private const int Lanes = 4;

    public static Task<Dictionary<string, double>> UpAsync(string database, int count, string login)
    {
        var bytes = RandomNumberGenerator.GetBytes(Chunk);
        return RunAsync(count, login, async (http, number) =>
        {
            using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
            (await http.PutAsync(Path(database, number), content)).EnsureSuccessStatusCode().Dispose();
        });
    }

    public static Task<Dictionary<string, double>> DownAsync(string database, int count, string login) => RunAsync(count, login, async (http, number) =>
    {
        await using var answer = await http.GetStreamAsync(Path(database, number));
        await answer.CopyToAsync(Stream.Null);
    });

    private static Uri Path(string database, int number) => new(string.Create(CultureInfo.InvariantCulture, $"{database}/c{number:x32}/b"));

    private static async Task<Dictionary<string, double>> RunAsync(int count, string login, Func<HttpClient, int, Task> move)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", login);
        var idle = Memory.Now;
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = Lanes }, async (number, _) => await move(http, number));
        return new() { ["seconds"] = watch.Elapsed.TotalSeconds, ["idle"] = idle, ["peak"] = Memory.Peak };
    }
}
