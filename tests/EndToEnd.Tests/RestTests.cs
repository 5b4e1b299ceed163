using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>The API as an app in any language uses it: over HTTP, with a token, beside the program's own commands.</summary>
public sealed class RestTests
{
    [Fact]
    public async Task An_app_reads_and_writes_documents_and_nothing_is_written_over_unseen()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await using var app = await App.StartAsync(aurix);

        var made = await app.SendAsync("POST", "documents", """{"type":"note","content":{"title":"First harbour"}}""", ("Idempotency-Key", "k1"));
        var again = await app.SendAsync("POST", "documents", """{"type":"note","content":{"title":"First harbour"}}""", ("Idempotency-Key", "k1"));
        var id = (string)made.Json["id"]!;
        var (first, path) = ((string)made.Json["rev"]!, "documents/" + Uri.EscapeDataString(id));
        Assert.Equal((201, 200, id, first), (made.Status, again.Status, (string?)again.Json["id"], (string?)again.Json["rev"]));
        Assert.Equal($"/api/v1/{path}", made.Headers.Location!.ToString());

        var saved = await app.SendAsync("PUT", path, """{"content":{"title":"Second harbour"}}""", ("If-Match", $"\"{first}\""));
        var lost = await app.SendAsync("PUT", path, """{"content":{"title":"Second harbour"}}""", ("If-Match", $"\"{first}\""));
        var stale = await app.SendAsync("PUT", path, """{"content":{"title":"Third"}}""", ("If-Match", $"\"{first}\""));
        var blind = await app.SendAsync("PUT", path, """{"content":{"title":"Third"}}""");
        var twice = await app.SendAsync("PUT", path, """{"content":{"title":"Third"}}""", ("If-None-Match", "*"));
        var second = (string)saved.Json["rev"]!;
        Assert.Equal((200, 200, second), (saved.Status, lost.Status, (string?)lost.Json["rev"])); // the same edit, whose answer was lost
        Assert.Equal((412, "Stale", "application/problem+json"), (stale.Status, (string?)stale.Json["title"], stale.MediaType));
        Assert.Equal((428, 412), (blind.Status, twice.Status));

        var read = await app.SendAsync("GET", path);
        Assert.Equal((200, $"\"{second}\"", "note", "Second harbour"), (read.Status, read.Headers.ETag!.Tag, (string?)read.Json["type"], (string?)read.Json["content"]!["title"]));
        Assert.Equal(304, (await app.SendAsync("GET", path, null, ("If-None-Match", $"\"{second}\""))).Status);
        Assert.Equal("First harbour", (string?)(await app.SendAsync("GET", $"{path}?rev={first}")).Json["content"]!["title"]);
        Assert.Equal([second, first], (await app.SendAsync("GET", path + "/history")).Json["revisions"]!.AsArray().Select(entry => (string?)entry!["rev"]));
        Assert.Equal(id, (string?)Assert.Single((await app.SendAsync("GET", "search?q=harb*")).Json["hits"]!.AsArray())!["id"]);
        Assert.Equal(id, (string?)Assert.Single((await app.SendAsync("GET", "documents?type=note")).Json["documents"]!.AsArray())!["id"]);
        Assert.Equal("""{"title":"Second harbour"}""", (await aurix.RunAsync("get", id)).Must().Output.Trim());

        var gone = await app.SendAsync("DELETE", path, null, ("If-Match", second));
        Assert.Equal("Deleted", (string?)(await app.SendAsync("GET", path)).Json["title"]);
        var back = await app.SendAsync("POST", path + "/restore", $$"""{"rev":"{{first}}"}""", ("If-Match", (string)gone.Json["rev"]!));
        Assert.Equal(200, back.Status);
        Assert.Equal("""{"title":"First harbour"}""", (await aurix.RunAsync("get", id)).Must().Output.Trim());
    }

    [Fact]
    public async Task An_app_hears_what_happens_and_goes_on_where_it_was()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await using var app = await App.StartAsync(aurix);
        using var stream = await app.OpenAsync("events");
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync());
        var rev = await aurix.PutAsync("note:1", """{"n":1}""");

        var told = JsonNode.Parse((await lines.ReadLineAsync())!["data: ".Length..])!;
        var place = (await lines.ReadLineAsync())!["id: ".Length..].Trim('"');
        await aurix.PutAsync("note:2", """{"n":2}""");
        using var next = await app.OpenAsync("events", ("Last-Event-ID", place));
        using var rest = new StreamReader(await next.Content.ReadAsStreamAsync());

        Assert.Equal(("note:1", rev, false), ((string?)told["id"], (string?)told["rev"], (bool)told["deleted"]!));
        Assert.Equal("note:2", (string?)JsonNode.Parse((await rest.ReadLineAsync())!["data: ".Length..])!["id"]);
    }

    [Fact]
    public async Task Files_of_any_size_go_in_and_out_in_parts()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await using var app = await App.StartAsync(aurix);
        var bytes = new byte[3_000_000];
        new Random(5).NextBytes(bytes);
        var rev = await aurix.PutAsync("note:1", """{"n":1}""");
        const string path = "documents/note:1/files/memo%201.webm";

        var put = await app.SendAsync("PUT", path, bytes, "audio/webm", ("If-Match", rev));
        var part = await app.ReadAsync(path, ("Range", "bytes=2999990-"));
        (await aurix.RunAsync("extract", "note:1", "memo 1.webm", "--out", Path.Combine(aurix.Folder, "out"))).Must();
        var stale = await app.SendAsync("PUT", path, bytes, "audio/webm", ("If-Match", rev));
        var removed = await app.SendAsync("DELETE", path, null, ("If-Match", (string)put.Json["rev"]!));

        Assert.Equal(200, put.Status);
        Assert.Equal(bytes[2_999_990..], part);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(aurix.Folder, "out")));
        Assert.Equal((412, 200), (stale.Status, removed.Status));
        Assert.Equal(404, (await app.SendAsync("GET", path)).Status);
    }

    [Fact]
    public async Task Bad_input_is_a_problem_that_says_what_to_do_and_the_description_holds_every_route()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await using var app = await App.StartAsync(aurix, "--scope", "read");

        Assert.Equal(403, (await app.SendAsync("POST", "documents", "{}")).Status);
        Assert.Equal("BadRevision", (string?)(await app.SendAsync("GET", "documents/a?rev=x")).Json["title"]);
        Assert.Equal("BadLimit", (string?)(await app.SendAsync("GET", "documents?limit=1001")).Json["title"]);
        Assert.Equal("BadQuery", (string?)(await app.SendAsync("GET", "search?q=***")).Json["title"]);
        Assert.Equal("NotFound", (string?)(await app.SendAsync("GET", "nothing")).Json["title"]);
        var method = await app.SendAsync("PATCH", "documents/a", "{}");
        Assert.Equal((405, "GET, PUT, DELETE"), (method.Status, string.Join(", ", method.Content.Allow)));
        var paths = (await app.SendAsync("GET", "openapi.json")).Json["paths"]!.AsObject();
        Assert.Equal(["get", "put", "delete"], paths["/api/v1/documents/{id}"]!.AsObject().Select(operation => operation.Key));
        Assert.Equal(
            paths.SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}")).Order(StringComparer.Ordinal),
            (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "api.md"))).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]).Order(StringComparer.Ordinal));
    }

    /// <summary>An app that has a token, before a running daemon.</summary>
    private sealed class App : IAsyncDisposable
    {
        private readonly RunningDaemon _daemon;
        private readonly HttpClient _http;

        private App(RunningDaemon daemon, string token)
        {
            _daemon = daemon;
            _http = new HttpClient { BaseAddress = new Uri(daemon.Apps, "api/v1/") };
            _http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        public static async Task<App> StartAsync(Aurix aurix, params string[] scopes)
        {
            var token = (string)(await aurix.JsonAsync(["app", "create", "test", .. scopes]))["token"]!;
            return new(await RunningDaemon.StartAsync(aurix), token);
        }

        public Task<Answer> SendAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers) =>
            SendAsync(method, path, json is null ? null : Encoding.UTF8.GetBytes(json), "application/json", headers);

        public async Task<Answer> SendAsync(string method, string path, byte[]? body, string type, params (string Name, string Value)[] headers)
        {
            using var request = Request(method, path, headers);
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = new(type);
            }

            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return new((int)response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!, response.Headers, response.Content.Headers);
        }

        public async Task<byte[]> ReadAsync(string path, params (string Name, string Value)[] headers)
        {
            using var request = Request("GET", path, headers);
            using var response = await _http.SendAsync(request);
            Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
            return await response.Content.ReadAsByteArrayAsync();
        }

        public async Task<HttpResponseMessage> OpenAsync(string path, params (string Name, string Value)[] headers)
        {
            using var request = Request("GET", path, headers);
            return (await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode();
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await _daemon.DisposeAsync();
        }

        private static HttpRequestMessage Request(string method, string path, (string Name, string Value)[] headers)
        {
            var request = new HttpRequestMessage(new HttpMethod(method), path);
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            return request;
        }

        internal sealed record Answer(int Status, JsonNode Json, HttpResponseHeaders Headers, HttpContentHeaders Content)
        {
            public string? MediaType => Content.ContentType?.MediaType;
        }
    }
}
