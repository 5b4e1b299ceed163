using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Aurix.Platform.Tests;

public sealed class AttachmentTests : IAsyncLifetime
{
    private GatewayFixture _gateway = null!;

    public async Task InitializeAsync() => _gateway = await GatewayFixture.StartAsync(new Dictionary<string, string> { ["max_attachment_size"] = "5000000" });

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_file_is_streamed_in_and_out_whole_and_in_parts()
    {
        var bytes = RandomNumberGenerator.GetBytes(3_000_000);
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("audio/flac") } };
        using var put = await _gateway.Http.PutAsync("/notes/a/rec/x.flac", content);
        Assert.Equal(201, (int)put.StatusCode);

        using var whole = await _gateway.Http.GetAsync("/notes/a/rec/x.flac");
        Assert.Equal(bytes, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal("audio/flac", whole.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("\"md5-", whole.Headers.ETag!.Tag, StringComparison.Ordinal);

        Assert.Equal((206, "bytes 2999990-2999999/3000000", 10), await RangeAsync("bytes=-10"));
        Assert.Equal((206, "bytes 5-7/3000000", 3), await RangeAsync("bytes=5-7"));
        Assert.Equal(416, (await RangeAsync("bytes=3000000-")).Status);
    }

    [Fact]
    public async Task Inline_files_become_stubs_and_stubs_keep_them()
    {
        var (_, saved) = await _gateway.SendAsync("PUT", "/notes/a", """{"_attachments":{"f.txt":{"content_type":"text/plain","data":"aGVyb24="}}}""");
        await _gateway.SendAsync("PUT", "/notes/a", "{\"n\":1,\"_rev\":\"" + saved!["rev"] + "\",\"_attachments\":{\"f.txt\":{\"stub\":true}}}");

        var (_, read) = await _gateway.SendAsync("GET", "/notes/a?attachments=true");
        Assert.Equal("aGVyb24=", (string)read!["_attachments"]!["f.txt"]!["data"]!);
        Assert.Equal(1, (int)read["_attachments"]!["f.txt"]!["revpos"]!);
        var (_, stub) = await _gateway.SendAsync("GET", "/notes/a");
        Assert.Equal("""{"content_type":"text/plain","revpos":1,"digest":"md5-QdBlf0w/L4h5xyA7FGF7jA==","length":5,"stub":true}""", stub!["_attachments"]!["f.txt"]!.ToJsonString());
    }

    [Fact]
    public async Task Multipart_goes_in_and_comes_out()
    {
        const string body = "--b\r\nContent-Type: application/json\r\n\r\n{\"_rev\":\"1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"_attachments\":{\"f\":{\"content_type\":\"text/plain\",\"follows\":true,\"length\":5}}}\r\n--b\r\n\r\nheron\r\n--b--";
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/related; boundary=\"b\"");
        using var put = await _gateway.Http.PutAsync("/notes/a?new_edits=false", content);
        Assert.Equal(201, (int)put.StatusCode);

        foreach (var (query, accept) in new[] { ("attachments=true", "multipart/related"), ("open_revs=all&revs=true", "multipart/mixed") })
        {
            using var get = new HttpRequestMessage(HttpMethod.Get, "/notes/a?" + query);
            get.Headers.Accept.Add(new(accept));
            using var answer = await _gateway.Http.SendAsync(get);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Equal(accept, answer.Content.Headers.ContentType!.MediaType);
            Assert.Contains("\"length\":5,\"follows\":true", text, StringComparison.Ordinal);
            Assert.Contains("\r\nContent-Length: 5\r\n\r\nheron\r\n--", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_too_large_or_not_what_it_says_is_refused()
    {
        using var large = new StreamContent(new MemoryStream(new byte[6_000_000]));
        using var refused = await _gateway.Http.PutAsync("/notes/a/f", large);
        Assert.Equal(413, (int)refused.StatusCode);

        using var document = await _gateway.Http.PutAsync("/notes/a", new StringContent("{\"x\":\"" + new string('x', 8_100_000) + "\"}"));
        Assert.Equal(413, (int)document.StatusCode);
        Assert.Equal("""{"error":"document_too_large","reason":"a"}""", (await document.Content.ReadAsStringAsync()).Trim());

        using var broken = new ByteArrayContent(Encoding.ASCII.GetBytes("not gzip")) { Headers = { ContentEncoding = { "gzip" } } };
        using var answer = await _gateway.Http.PutAsync("/notes/a", broken);
        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Files_that_the_client_has_by_an_ancestor_stay_stubs()
    {
        var (_, first) = await _gateway.SendAsync("PUT", "/notes/a", """{"_attachments":{"old":{"data":"aGVyb24="}}}""");
        var (_, second) = await _gateway.SendAsync("PUT", "/notes/a?rev=" + first!["rev"], """{"_attachments":{"old":{"stub":true},"new":{"data":"b2Fr"}}}""");

        var (_, read) = await _gateway.SendAsync("GET", $"/notes/a?atts_since=[\"{first["rev"]}\"]");
        Assert.True((bool)read!["_attachments"]!["old"]!["stub"]!);
        Assert.Equal("b2Fr", (string)read["_attachments"]!["new"]!["data"]!);
        Assert.Equal((string)second!["rev"]!, (string)read["_rev"]!);
    }

    [Fact]
    public async Task An_attachment_to_a_stale_revision_is_refused_and_changes_nothing()
    {
        await _gateway.SendAsync("PUT", "/notes/a", "{}");
        using var put = await _gateway.Http.PutAsync("/notes/a/f?rev=1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", new ByteArrayContent(new byte[10]));

        Assert.Equal(409, (int)put.StatusCode);
        Assert.Null((await _gateway.SendAsync("GET", "/notes/a")).Body!["_attachments"]);
    }

    private async Task<(int Status, string Range, int Length)> RangeAsync(string range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/notes/a/rec/x.flac");
        request.Headers.Range = RangeHeaderValue.Parse(range);
        using var response = await _gateway.Http.SendAsync(request);
        return ((int)response.StatusCode, response.Content.Headers.ContentRange?.ToString() ?? "", (await response.Content.ReadAsByteArrayAsync()).Length);
    }
}
