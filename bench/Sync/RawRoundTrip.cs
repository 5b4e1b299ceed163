using System.Diagnostics;
using System.Text;

namespace Aurix.Platform.Bench.Sync;

/// <summary>What an edit costs that is nothing but a <c>_bulk_docs</c> on one connection and a row of a continuous feed, with its document, on another.</summary>
internal sealed class RawRoundTrip : IAsyncDisposable
{
    private const int Bytes = 700; // an envelope of a short text

    private readonly BenchServer _server;
    private readonly string _database;
    private readonly StreamReader _feed;
    private readonly string _envelope = new('e', Bytes);
    private int _generation;

    private RawRoundTrip(BenchServer server, string database, StreamReader feed)
    {
        _server = server;
        _database = database;
        _feed = feed;
    }

    public static async Task<RawRoundTrip> StartAsync(BenchServer server)
    {
        var database = (await server.MakeAnotherAsync()).ToString();
        var answer = await server.Http.GetAsync(new Uri(database + "/_changes?feed=continuous&style=all_docs&include_docs=true&heartbeat=10000"), HttpCompletionOption.ResponseHeadersRead);
        return new(server, database, new StreamReader(await answer.Content.ReadAsStreamAsync()));
    }

    public async Task<TimeSpan> PassAsync()
    {
        var revision = $"{++_generation}-{_generation:x32}";
        var body = $$"""{"new_edits":false,"docs":[{"_id":"d1","_rev":"{{revision}}","_revisions":{"start":{{_generation}},"ids":[{{string.Join(',', Enumerable.Range(0, Math.Min(_generation, 64)).Select(back => $"\"{_generation - back:x32}\""))}}]},"e":"{{_envelope}}"}]}""";
        var watch = Stopwatch.StartNew();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var written = _server.Http.PostAsync(new Uri(_database + "/_bulk_docs"), content);
        while (await _feed.ReadLineAsync() is { } line)
        {
            if (line.Contains(revision, StringComparison.Ordinal))
            {
                break;
            }
        }

        var took = watch.Elapsed;
        (await written).EnsureSuccessStatusCode().Dispose();
        return took;
    }

    public ValueTask DisposeAsync()
    {
        _feed.Dispose();
        return ValueTask.CompletedTask;
    }
}
