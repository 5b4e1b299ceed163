namespace Aurix.Platform.Tests;

public sealed class DocumentTests : IAsyncLifetime
{
    private const string A1 = "1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string B1 = "1-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    private GatewayFixture _gateway = null!;

    public async Task InitializeAsync() => _gateway = await GatewayFixture.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_document_is_written_read_changed_and_deleted()
    {
        var (status, saved) = await _gateway.SendAsync("PUT", "/notes/a", """{"text":"ß€"}""");
        Assert.Equal(201, status);
        var first = (string)saved!["rev"]!;

        await _gateway.ExpectAsync(200, $$$$"""{"_id":"a","_rev":"{{{{first}}}}","text":"ß€"}""", "GET", "/notes/a");
        await _gateway.ExpectAsync(409, """{"error":"conflict","reason":"Document update conflict."}""", "PUT", "/notes/a", "{}");

        var second = (string)(await _gateway.SendAsync("PUT", "/notes/a?rev=" + first, """{"text":"b"}""")).Body!["rev"]!;
        Assert.StartsWith("2-", second, StringComparison.Ordinal);
        var (deleted, tombstone) = await _gateway.SendAsync("DELETE", "/notes/a?rev=" + second);
        Assert.Equal(200, deleted);
        await _gateway.ExpectAsync(404, """{"error":"not_found","reason":"deleted"}""", "GET", "/notes/a");
        await _gateway.ExpectAsync(200, $$$$"""{"_id":"a","_rev":"{{{{tombstone!["rev"]}}}}","_deleted":true}""", "GET", "/notes/a?rev=" + tombstone["rev"]);
        await _gateway.ExpectAsync(404, """{"error":"not_found","reason":"missing"}""", "GET", "/notes/never");
    }

    [Fact]
    public async Task Revisions_made_elsewhere_are_grafted_silently_and_the_winner_is_CouchDBs()
    {
        await _gateway.ExpectAsync(201, "[]", "POST", "/notes/_bulk_docs", $$$$"""{"new_edits":false,"docs":[{"_id":"a","_rev":"{{{{A1}}}}","n":1},{"_id":"a","_rev":"{{{{B1}}}}","n":2}]}""");
        await _gateway.ExpectAsync(201, "[]", "POST", "/notes/_bulk_docs", $$$$"""{"new_edits":false,"docs":[{"_id":"a","_rev":"{{{{A1}}}}","n":1}]}""");

        await _gateway.ExpectAsync(200, $$$$"""{"_id":"a","_rev":"{{{{B1}}}}","n":2,"_conflicts":["{{{{A1}}}}"]}""", "GET", "/notes/a?conflicts=true");
        await _gateway.ExpectAsync(200, $$$$"""[{"ok":{"_id":"a","_rev":"{{{{A1}}}}","n":1}},{"missing":"9-cccccccccccccccccccccccccccccccc"}]""", "GET", $"/notes/a?open_revs=[\"{A1}\",\"9-cccccccccccccccccccccccccccccccc\"]");
        await _gateway.ExpectAsync(200, $$$$"""{"a":{"missing":["2-cccccccccccccccccccccccccccccccc"],"possible_ancestors":["{{{{B1}}}}","{{{{A1}}}}"]}}""", "POST", "/notes/_revs_diff", $$$$"""{"a":["{{{{A1}}}}","2-cccccccccccccccccccccccccccccccc"]}""");
    }

    [Fact]
    public async Task Bulk_get_tells_each_entry_what_became_of_it()
    {
        await _gateway.SendAsync("POST", "/notes/_bulk_docs", $$$$"""{"new_edits":false,"docs":[{"_id":"a","_rev":"2-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","_revisions":{"start":2,"ids":["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"]},"n":1}]}""");

        await _gateway.ExpectAsync(
            200,
            """{"results":[{"id":"a","docs":[{"ok":{"_id":"a","_rev":"2-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","n":1,"_revisions":{"start":2,"ids":["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"]}}}]},{"id":"b","docs":[{"error":{"id":"b","rev":"1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","error":"not_found","reason":"missing"}}]}]}""",
            "POST",
            "/notes/_bulk_get?revs=true&latest=true",
            $$$$"""{"docs":[{"id":"a","rev":"{{{{B1}}}}"},{"id":"b","rev":"{{{{A1}}}}"}]}""");
    }

    [Fact]
    public async Task Ordinary_bulk_edits_answer_each_for_itself()
    {
        await _gateway.SendAsync("PUT", "/notes/a", "{}");

        var (status, rows) = await _gateway.SendAsync("POST", "/notes/_bulk_docs", """{"docs":[{"_id":"a"},{"_id":"b"}]}""");

        Assert.Equal(201, status);
        Assert.Equal("""{"id":"a","error":"conflict","reason":"Document update conflict."}""", rows![0]!.ToJsonString());
        Assert.True((bool)rows[1]!["ok"]!);
    }

    [Fact]
    public async Task Checkpoints_count_their_revisions_and_show_nowhere()
    {
        await _gateway.ExpectAsync(201, """{"ok":true,"id":"_local/c","rev":"0-1"}""", "PUT", "/notes/_local/c", """{"seq":1}""");
        await _gateway.ExpectAsync(409, """{"error":"conflict","reason":"Document update conflict."}""", "PUT", "/notes/_local/c", """{"seq":1}""");
        await _gateway.ExpectAsync(201, """{"ok":true,"id":"_local/c","rev":"0-2"}""", "PUT", "/notes/_local/c", """{"seq":2,"_rev":"0-1"}""");
        await _gateway.ExpectAsync(200, """{"_id":"_local/c","_rev":"0-2","seq":2}""", "GET", "/notes/_local/c");
        await _gateway.ExpectAsync(200, """{"total_rows":0,"offset":0,"rows":[]}""", "GET", "/notes/_all_docs");
        await _gateway.ExpectAsync(200, """{"ok":true,"id":"_local/c","rev":"0-0"}""", "DELETE", "/notes/_local/c?rev=0-2");
        await _gateway.ExpectAsync(404, """{"error":"not_found","reason":"missing"}""", "GET", "/notes/_local/c");
    }

    [Fact]
    public async Task All_documents_come_by_id_in_the_range_that_was_asked()
    {
        await _gateway.SendAsync("POST", "/notes/_bulk_docs", $$$$"""{"new_edits":false,"docs":[{"_id":"a","_rev":"{{{{A1}}}}"},{"_id":"b","_rev":"{{{{A1}}}}","n":1},{"_id":"c","_rev":"{{{{A1}}}}"},{"_id":"d","_rev":"{{{{A1}}}}","_deleted":true}]}""");

        await _gateway.ExpectAsync(200, $$$$"""{"total_rows":3,"offset":0,"rows":[{"id":"b","key":"b","value":{"rev":"{{{{A1}}}}"},"doc":{"_id":"b","_rev":"{{{{A1}}}}","n":1}}]}""", "GET", "/notes/_all_docs?startkey=\"b\"&endkey=\"c\"&inclusive_end=false&include_docs=true");
        await _gateway.ExpectAsync(200, $$$$"""{"total_rows":3,"offset":1,"rows":[{"id":"b","key":"b","value":{"rev":"{{{{A1}}}}"}}]}""", "GET", "/notes/_all_docs?descending=true&skip=1&limit=1");
        await _gateway.ExpectAsync(200, $$$$"""{"total_rows":3,"offset":0,"rows":[{"id":"d","key":"d","value":{"rev":"{{{{A1}}}}","deleted":true},"doc":null},{"key":"z","error":"not_found"}]}""", "POST", "/notes/_all_docs?include_docs=true", """{"keys":["d","z"]}""");
    }

    [Fact]
    public async Task Ids_may_hold_slashes_dots_and_any_script()
    {
        foreach (var id in new[] { "a/b", "..", "ключ", "a+b c", "%2F", "_design/d" })
        {
            var path = "/notes/" + Uri.EscapeDataString(id).Replace("..", "%2E%2E", StringComparison.Ordinal);
            using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(_gateway.Address.AbsoluteUri.TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            request.Content = new StringContent("{}");
            using var response = await _gateway.Http.SendAsync(request);
            Assert.Equal(201, (int)response.StatusCode);
        }

        var (_, all) = await _gateway.SendAsync("GET", "/notes/_all_docs");
        Assert.Equal(["%2F", "..", "_design/d", "a+b c", "a/b", "ключ"], all!["rows"]!.AsArray().Select(row => (string)row!["id"]!));
        await _gateway.ExpectAsync(404, """{"error":"not_found","reason":"Design documents are kept here, but never executed."}""", "GET", "/notes/_design/d/_view/v");
    }

    [Theory]
    [InlineData(400, "bad_request", "PUT", "/notes/a", "{\"a\":")]
    [InlineData(400, "bad_request", "PUT", "/notes/a", "[]")]
    [InlineData(400, "bad_request", "PUT", "/notes/a", "{\"a\":\"\\ud800\"}")]
    [InlineData(400, "doc_validation", "PUT", "/notes/a", "{\"_foo\":1}")]
    [InlineData(400, "illegal_docid", "PUT", "/notes/_foo", "{}")]
    [InlineData(400, "bad_request", "PUT", "/notes/a?new_edits=false", "{\"_rev\":\"1-zz\"}")]
    [InlineData(400, "bad_request", "POST", "/notes/_bulk_docs", "{}")]
    [InlineData(400, "bad_request", "GET", "/notes/_changes?since=x", null)]
    [InlineData(400, "bad_request", "GET", "/notes/_changes?filter=app/f", null)]
    [InlineData(405, "method_not_allowed", "DELETE", "/notes/_bulk_docs", null)]
    [InlineData(412, "missing_stub", "PUT", "/notes/a", "{\"_attachments\":{\"f\":{\"stub\":true}}}")]
    [InlineData(412, "missing_stub", "POST", "/notes/_bulk_docs", "{\"new_edits\":false,\"docs\":[{\"_id\":\"a\",\"_rev\":\"1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"_attachments\":{\"f\":{\"stub\":true}}}]}")]
    public async Task What_makes_no_sense_is_refused_in_CouchDBs_words(int status, string error, string method, string path, string? json)
    {
        var (actual, body) = await _gateway.SendAsync(method, path, json);

        Assert.Equal(error, (string)body!["error"]!);
        Assert.Equal(status, actual);
    }

    [Fact]
    public async Task Upper_case_revisions_are_folded_and_a_huge_id_is_refused()
    {
        await _gateway.ExpectAsync(201, "[]", "POST", "/notes/_bulk_docs", """{"new_edits":false,"docs":[{"_id":"a","_rev":"1-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]}""");
        await _gateway.ExpectAsync(200, $$$$"""{"_id":"a","_rev":"{{{{A1}}}}"}""", "GET", "/notes/a");
        await _gateway.ExpectAsync(400, """{"error":"illegal_docid","reason":"Document id is too long"}""", "PUT", "/notes/" + new string('x', 600), "{}");
    }
}
