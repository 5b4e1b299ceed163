namespace Aurix.Platform.Tests;

public sealed class ProtocolTests
{
    [Fact]
    public async Task A_reader_who_has_the_revision_is_told_so_and_a_writer_may_name_it_in_a_header()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var first = (string)(await gateway.SendAsync("PUT", "/notes/a", "{}")).Body!["rev"]!;

        Assert.Equal(304, await StatusAsync(gateway, "GET", "/notes/a", ("If-None-Match", $"\"{first}\"")));
        Assert.Equal(200, await StatusAsync(gateway, "GET", "/notes/a", ("If-None-Match", "\"1-x\"")));
        Assert.Equal(409, await StatusAsync(gateway, "DELETE", "/notes/a", ("If-Match", "\"1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")));
        Assert.Equal(200, await StatusAsync(gateway, "DELETE", "/notes/a", ("If-Match", $"\"{first}\"")));
    }

    [Fact]
    public async Task Only_pages_of_named_origins_may_call()
    {
        await using var closed = await GatewayFixture.StartAsync();
        await using var open = await GatewayFixture.StartAsync(new Dictionary<string, string> { ["cors"] = "https://notes.example" });

        Assert.Null(await AllowedAsync(closed, "https://notes.example"));
        Assert.Equal("https://notes.example", await AllowedAsync(open, "https://notes.example"));
        Assert.Null(await AllowedAsync(open, "https://evil.example"));
        Assert.Equal(204, await StatusAsync(open, "OPTIONS", "/notes", ("Origin", "https://notes.example"), ("Access-Control-Request-Method", "PUT")));
        Assert.Equal(405, await StatusAsync(closed, "OPTIONS", "/notes", ("Origin", "https://notes.example"), ("Access-Control-Request-Method", "PUT")));
    }

    [Fact]
    public async Task The_revs_limit_is_read_by_members_and_set_by_administrators()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.ExpectAsync(200, "1000", "GET", "/notes/_revs_limit");
        await gateway.ExpectAsync(403, """{"error":"forbidden","reason":"You are not a db or server admin."}""", "PUT", "/notes/_revs_limit", "2");
        await gateway.ExpectAsync(200, """{"ok":true}""", "PUT", "/notes/_revs_limit", "2", gateway.Root);
        await gateway.ExpectAsync(200, "2", "GET", "/notes/_revs_limit");
        foreach (var wrong in new[] { "0", "-1", "1.5", "\"2\"", "{}", "99999999999" })
        {
            Assert.Equal(400, (await gateway.SendAsync("PUT", "/notes/_revs_limit", wrong, gateway.Root)).Status);
        }

        Assert.Equal(405, (await gateway.SendAsync("POST", "/notes/_revs_limit", "2", gateway.Root)).Status);
        Assert.Equal(404, (await gateway.SendAsync("GET", "/none/_revs_limit", client: gateway.Root)).Status);

        string? revision = null;
        for (var edit = 0; edit < 3; edit++)
        {
            revision = (string?)(await gateway.SendAsync("PUT", "/notes/a" + (revision is null ? "" : "?rev=" + revision), "{}")).Body!["rev"];
        }

        Assert.Equal(2, (await gateway.SendAsync("GET", "/notes/a?revs=true")).Body!["_revisions"]!["ids"]!.AsArray().Count);
    }

    [Fact]
    public async Task History_tells_what_is_still_there_and_compaction_is_for_administrators()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.SendAsync("POST", "/notes/_bulk_docs", """{"new_edits":false,"docs":[{"_id":"a","_rev":"2-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","_revisions":{"start":2,"ids":["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"]}}]}""");

        await gateway.ExpectAsync(200, """{"_id":"a","_rev":"2-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","_revs_info":[{"rev":"2-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","status":"available"},{"rev":"1-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","status":"missing"}]}""", "GET", "/notes/a?revs_info=true");
        await gateway.ExpectAsync(403, """{"error":"forbidden","reason":"You are not a db or server admin."}""", "POST", "/notes/_compact", "{}");
        await gateway.ExpectAsync(202, """{"ok":true}""", "POST", "/notes/_compact", "{}", gateway.Root);
    }

    [Fact]
    public async Task Compaction_drops_what_was_superseded_and_keeps_every_leaf()
    {
        await using var gateway = await GatewayFixture.StartAsync();
        var first = (string)(await gateway.SendAsync("PUT", "/notes/a", """{"n":1}""")).Body!["rev"]!;
        var second = (string)(await gateway.SendAsync("PUT", $"/notes/a?rev={first}", """{"n":2}""")).Body!["rev"]!;
        Assert.Equal(1, (int)(await gateway.SendAsync("GET", $"/notes/a?rev={first}")).Body!["n"]!);

        await gateway.ExpectAsync(202, """{"ok":true}""", "POST", "/notes/_compact", "{}", gateway.Root);

        await gateway.ExpectAsync(404, """{"error":"not_found","reason":"missing"}""", "GET", $"/notes/a?rev={first}");
        Assert.Equal(2, (int)(await gateway.SendAsync("GET", $"/notes/a?rev={second}")).Body!["n"]!);
    }

    [Theory]
    [InlineData("/", "PUT")]
    [InlineData("/_up", "POST")]
    [InlineData("/_session", "PUT")]
    [InlineData("/notes", "PATCH")]
    [InlineData("/notes/_all_docs", "PUT")]
    [InlineData("/notes/_changes", "PUT")]
    [InlineData("/notes/_security", "DELETE")]
    [InlineData("/notes/a", "POST")]
    [InlineData("/notes/_local/a", "POST")]
    public async Task What_can_be_read_answers_HEAD_and_refuses_other_methods(string path, string refused)
    {
        await using var gateway = await GatewayFixture.StartAsync();
        await gateway.SendAsync("PUT", "/notes/a", "{}");
        await gateway.SendAsync("PUT", "/notes/_local/a", "{}");

        Assert.Equal(200, await StatusAsync(gateway, "HEAD", path));
        Assert.Equal(405, await StatusAsync(gateway, refused, path));
    }

    private static async Task<int> StatusAsync(GatewayFixture gateway, string method, string path, params (string Name, string Value)[] headers)
    {
        using var answer = await SendAsync(gateway, method, path, headers);
        return (int)answer.StatusCode;
    }

    private static async Task<string?> AllowedAsync(GatewayFixture gateway, string origin)
    {
        using var answer = await SendAsync(gateway, "GET", "/notes", [("Origin", origin)]);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }

    private static async Task<HttpResponseMessage> SendAsync(GatewayFixture gateway, string method, string path, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await gateway.Http.SendAsync(request);
    }
}
