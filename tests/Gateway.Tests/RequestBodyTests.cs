using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Aurix.Platform.Gateway;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Tests;

public sealed class RequestBodyTests
{
    [Fact]
    public async Task A_gzip_body_is_inflated_and_a_bomb_stops_at_the_limit()
    {
        await using var gateway = await GatewayFixture.StartAsync(new Dictionary<string, string> { ["max_http_request_size"] = "100000" });

        Assert.Equal(201, await PutAsync(gateway, "a", """{"n":1}"""));
        Assert.Equal(1, (int)(await gateway.SendAsync("GET", "/notes/a")).Body!["n"]!);
        Assert.Equal(413, await PutAsync(gateway, "b", "{\"x\":\"" + new string('x', 50_000_000) + "\"}"));
        Assert.Equal(404, (await gateway.SendAsync("GET", "/notes/b")).Status);
    }

    [Fact]
    public void Bodies_together_get_no_more_memory_than_there_is()
    {
        var budget = new BodyBudget(new GatewayOptions { MaxRequestMemory = 100 });
        using var one = budget.Open();
        using var other = budget.Open();
        one.Take(60);

        var refused = Assert.Throws<CouchError>(() => other.Take(41));
        Assert.Equal(503, refused.Status);
        Assert.Equal(1, refused.RetryAfter);
        one.Dispose();
        other.Take(100);
    }

    [Fact] // PouchDB's own names for checkpoints: one in 64 starts so
    public async Task A_checkpoint_may_start_with_an_underscore()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        await gateway.ExpectAsync(201, """{"ok":true,"id":"_local/_lLPCVUENVxyyUDD2wZSEw==","rev":"0-1"}""", "PUT", "/notes/_local/_lLPCVUENVxyyUDD2wZSEw%3D%3D", """{"n":1}""");
        await gateway.ExpectAsync(200, """{"_id":"_local/_lLPCVUENVxyyUDD2wZSEw==","_rev":"0-1","n":1}""", "GET", "/notes/_local/_lLPCVUENVxyyUDD2wZSEw%3D%3D");
    }

    [Fact]
    public async Task A_batch_takes_local_documents_too()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        await gateway.ExpectAsync(201, """[{"ok":true,"id":"_local/c","rev":"0-1"},{"id":"_local/_security","error":"forbidden","reason":"The local document _security is the server's own."}]""", "POST", "/notes/_bulk_docs", """{"docs":[{"_id":"_local/c","n":1},{"_id":"_local/_security"}]}""");
        await gateway.ExpectAsync(201, """[{"id":"_local/c","error":"conflict","reason":"Document update conflict."}]""", "POST", "/notes/_bulk_docs", """{"new_edits":false,"docs":[{"_id":"_local/c","n":2}]}""");
        await gateway.ExpectAsync(200, """{"_id":"_local/c","_rev":"0-1","n":1}""", "GET", "/notes/_local/c");
    }

    private static async Task<int> PutAsync(GatewayFixture gateway, string id, string json)
    {
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(json));
        }

        using var content = new ByteArrayContent(zipped.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json"), ContentEncoding = { "gzip" } } };
        using var answer = await gateway.Http.PutAsync("/notes/" + id, content);
        return (int)answer.StatusCode;
    }
}
