using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Aurix.Platform.Bench.Sync;

/// <summary>The HTTP calls alone that move the envelopes: batches of 500, four in parallel, no store on the near side. Bodies are written before the clock starts.</summary>
internal static class RawHttp
{
    private const int Batch = 500;
    private const int Lanes = 4;

    public static async Task<Dictionary<string, double>> PushAsync(string envelopes, Uri database, string login)
    {
        using var http = Client(login);
        var bodies = (await File.ReadAllLinesAsync(envelopes)).Chunk(Batch).Select(lines => Encoding.UTF8.GetBytes($$"""{"new_edits":false,"docs":[{{string.Join(',', lines)}}]}""")).ToArray();
        await WarmAsync(http, database);
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, async (body, _) => await PostAsync(http, database + "/_bulk_docs", body));
        return new() { ["seconds"] = watch.Elapsed.TotalSeconds };
    }

    public static async Task<Dictionary<string, double>> PullAsync(Uri database, string login)
    {
        using var http = Client(login);
        await WarmAsync(http, database);
        var watch = Stopwatch.StartNew();
        using var changes = JsonDocument.Parse(await http.GetByteArrayAsync(new Uri(database + "/_changes?style=all_docs")));
        var questions = changes.RootElement.GetProperty("results").EnumerateArray().Chunk(Batch).Select(rows => JsonSerializer.SerializeToUtf8Bytes(new
        {
            docs = rows.Select(row => new { id = row.GetProperty("id").GetString(), rev = row.GetProperty("changes")[0].GetProperty("rev").GetString() }),
        }));
        await Parallel.ForEachAsync(questions, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, async (question, _) => await PostAsync(http, database + "/_bulk_get?revs=true", question));
        return new() { ["seconds"] = watch.Elapsed.TotalSeconds };
    }

    private static async Task PostAsync(HttpClient http, string path, byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Accept.ParseAdd("application/json"); // else a CouchDB answers in parts, as mail has them
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task WarmAsync(HttpClient http, Uri database) => await http.GetByteArrayAsync(database);

    private static HttpClient Client(string login)
    {
        var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", login);
        return http;
    }
}
