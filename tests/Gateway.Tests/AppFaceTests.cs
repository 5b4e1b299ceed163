using System.Text;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Gateway;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

/// <summary>Who may come in by the apps' door.</summary>
public sealed class AppFaceTests : IAsyncLifetime
{
    private readonly ModuleHarness _harness = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });

    public async Task InitializeAsync()
    {
        await _harness.AddAsync(new StorageModule(), Roles.Storage);
        await _harness.AddAsync(new GatewayModule(), Roles.Gateway, new Dictionary<string, string> { ["cors"] = "https://notes.example" });
        await _harness.Mediator.Send(new CreateDatabase(new DatabaseName("sealed"), DatabaseKind.Relay));
        _http.BaseAddress = await _harness.Mediator.Send(new OpenGateway("127.0.0.1", 0, AllowRemote: false) { Face = GatewayFace.Apps });
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _harness.DisposeAsync();
        Directory.Delete(_harness.DataDirectory, recursive: true);
    }

    [Fact]
    public async Task Nobody_comes_in_without_a_token_and_none_is_good_after_it_was_replaced_or_ended()
    {
        var old = await CreateAsync("notes", AppScopes.Read);
        var token = await CreateAsync("notes", AppScopes.Read);

        Assert.Equal(401, await StatusAsync("GET", "/mirror", null));
        Assert.Equal(401, await StatusAsync("GET", "/mirror", old));
        Assert.Equal(401, await StatusAsync("GET", "/mirror", "notes:" + new string('0', 64)));
        Assert.Equal(401, await StatusAsync("GET", "/mirror", "nobody:" + token.Split(':')[1]));
        Assert.Equal(200, await StatusAsync("GET", "/mirror", token));
        Assert.Equal("notes", Assert.Single(await _harness.Mediator.Send(new ListApps())).Name);
        Assert.True(await _harness.Mediator.Send(new RevokeApp("notes")));
        Assert.Equal(401, await StatusAsync("GET", "/mirror", token));
        Assert.False(await _harness.Mediator.Send(new RevokeApp("notes")));
        Assert.Empty(await _harness.Mediator.Send(new ListApps()));
    }

    [Fact]
    public async Task An_app_does_what_its_scopes_say_and_who_may_only_read_can_still_replicate_from_here()
    {
        var reader = await CreateAsync("reader", AppScopes.Read);
        var writer = await CreateAsync("writer", AppScopes.Read | AppScopes.Write);

        Assert.Equal(403, await StatusAsync("PUT", "/mirror/a", reader, "{}"));
        Assert.Equal(403, await StatusAsync("POST", "/mirror/_bulk_docs", reader, """{"docs":[]}"""));
        Assert.Equal(201, await StatusAsync("PUT", "/mirror/_local/checkpoint", reader, "{}"));
        Assert.Equal(200, await StatusAsync("POST", "/mirror/_bulk_get", reader, """{"docs":[]}"""));
        Assert.Equal(200, await StatusAsync("GET", "/mirror/_changes", reader));
        Assert.Equal(412, await StatusAsync("PUT", "/mirror", reader));
        Assert.Equal(201, await StatusAsync("PUT", "/mirror/a", writer, "{}"));
        Assert.Equal(403, await StatusAsync("DELETE", "/mirror", writer));
    }

    [Fact] // A PouchDB that finds it missing stops replicating.
    public async Task The_mirror_is_there_for_whoever_asks_before_the_first_document_stands_in_it()
    {
        var token = await CreateAsync("notes", AppScopes.Read);
        await _harness.Mediator.Send(new DeleteDatabase(new DatabaseName("mirror")));

        Assert.Equal(200, await StatusAsync("GET", "/mirror/_changes", token));
    }

    [Theory]
    [InlineData("/vault")]
    [InlineData("/sealed")]
    [InlineData("/_users")]
    [InlineData("/_apps")]
    [InlineData("/_all_dbs")]
    [InlineData("/_session")]
    [InlineData("/mirror/_security")]
    [InlineData("/mirror/_design/x/_view/y")]
    public async Task Only_the_mirror_is_there(string path) =>
        Assert.Equal(404, await StatusAsync("GET", path, await CreateAsync("all", AppScopes.Read | AppScopes.Write | AppScopes.Sync | AppScopes.Admin)));

    [Theory]
    [InlineData("Host", "evil.example", 403)]
    [InlineData("Host", "127.0.0.1.evil.example", 403)]
    [InlineData("Host", "localhost:1", 200)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "https://notes.example", 200)]
    public async Task A_page_of_another_site_gets_nowhere_also_by_a_name_that_leads_here(string header, string value, int status)
    {
        var token = await CreateAsync("notes", AppScopes.Read);

        Assert.Equal(status, await StatusAsync("GET", "/mirror", token, headers: (header, value)));
    }

    [Fact]
    public async Task The_dashboard_is_there_for_who_opens_it_by_loopback_and_runs_nothing_but_itself()
    {
        using var page = await _http.GetAsync("/dashboard/");
        using var bare = await _http.GetAsync("/dashboard");

        Assert.Equal(200, (int)page.StatusCode);
        Assert.StartsWith("default-src 'self';", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("/dashboard/", bare.RequestMessage!.RequestUri!.AbsolutePath); // where its own files are beside it
        foreach (var file in new[] { "app.js", "api.js", "parts.js", "style.css" })
        {
            Assert.Equal(200, await StatusAsync("GET", "/dashboard/" + file, null));
        }

        Assert.Equal(404, await StatusAsync("GET", "/dashboard/nothing.js", null));
        Assert.Equal(403, await StatusAsync("GET", "/dashboard/", null, headers: ("Host", "evil.example")));
        Assert.Equal(401, await StatusAsync("GET", "/api/v1/documents", null));
    }

    [Fact]
    public async Task Apps_are_let_in_on_loopback_only()
    {
        await _harness.Mediator.Send(new CloseGateway());

        var refused = await Assert.ThrowsAsync<UsageException>(() => _harness.Mediator.Send(new OpenGateway("0.0.0.0", 0, AllowRemote: true) { Face = GatewayFace.Apps }));

        Assert.Equal("NotLoopback", refused.Code);
    }

    [Theory]
    [InlineData("", AppScopes.Read, "BadAppName")]
    [InlineData("No Such", AppScopes.Read, "BadAppName")]
    [InlineData("a:b", AppScopes.Read, "BadAppName")]
    [InlineData("fine", AppScopes.None, "NoScope")]
    public async Task What_cannot_be_an_app_is_said(string name, AppScopes scopes, string code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<UsageException>(() => CreateAsync(name, scopes))).Code);

    private async Task<string> CreateAsync(string name, AppScopes scopes)
    {
        using var token = await _harness.Mediator.Send(new CreateApp(name, scopes));
        return Encoding.UTF8.GetString(token.Utf8);
    }

    private async Task<int> StatusAsync(string method, string path, string? token, string? json = null, (string Name, string Value)? headers = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        if (headers is var (name, value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        return (int)response.StatusCode;
    }
}
