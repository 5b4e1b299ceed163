using System.Text;
using Aurix.Platform.Errors;
using Aurix.Platform.Gateway;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests;

public sealed class AccountTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private GatewayFixture _gateway = null!;

    public async Task InitializeAsync() => _gateway = await GatewayFixture.StartAsync(time: _time);

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task Nobody_gets_in_without_a_login_and_a_stranger_learns_nothing()
    {
        using var nobody = _gateway.Client();
        using var tomas = _gateway.Client("tomas", "pw-tomas");
        const string notYours = """{"error":"forbidden","reason":"You are not allowed to access this db."}""";

        await _gateway.ExpectAsync(401, """{"error":"unauthorized","reason":"Authentication required."}""", "GET", "/notes", client: nobody);
        await _gateway.ExpectAsync(401, """{"error":"unauthorized","reason":"Authentication required."}""", "GET", "/none", client: nobody);
        await _gateway.ExpectAsync(403, notYours, "GET", "/notes", client: tomas);
        await _gateway.ExpectAsync(403, notYours, "GET", "/none", client: tomas);
        await _gateway.ExpectAsync(403, notYours, "GET", "/_users/org.couchdb.user:tomas");
        await _gateway.ExpectAsync(403, notYours, "GET", "/_users/_all_docs");
        await _gateway.ExpectAsync(403, notYours, "GET", "/_users");
        await _gateway.ExpectAsync(403, notYours, "GET", "/vault");
        await _gateway.ExpectAsync(403, """{"error":"forbidden","reason":"You are not a db or server admin."}""", "PUT", "/notes/_security", "{}");
        await _gateway.ExpectAsync(403, """{"error":"forbidden","reason":"The local document _security is the server's own."}""", "PUT", "/notes/_local/_security", "{}");
        await _gateway.ExpectAsync(403, """{"error":"forbidden","reason":"You are not a server admin."}""", "GET", "/_all_dbs");
        await _gateway.ExpectAsync(404, """{"error":"not_found","reason":"Database does not exist."}""", "GET", "/none", client: _gateway.Root);
        await _gateway.ExpectAsync(200, """["_users","notes"]""", "GET", "/_all_dbs", client: _gateway.Root);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_five_minutes()
    {
        using var wrong = _gateway.Client("ines", "guess");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await _gateway.ExpectAsync(401, """{"error":"unauthorized","reason":"Name or password is incorrect."}""", "GET", "/notes", client: wrong);
        }

        await _gateway.ExpectAsync(403, """{"error":"forbidden","reason":"Account is temporarily locked due to multiple authentication failures"}""", "GET", "/notes");
        Assert.Equal(200, (await _gateway.SendAsync("GET", "/notes", client: _gateway.Root)).Status);

        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(200, (await _gateway.SendAsync("GET", "/notes")).Status);
    }

    [Fact]
    public async Task A_cookie_stands_for_the_login_until_it_ends_or_the_password_changes()
    {
        using var nobody = _gateway.Client();
        using var login = await nobody.PostAsync("/_session", new FormUrlEncodedContent([new("name", "ines"), new("password", "pw-ines")]));
        Assert.Equal("""{"ok":true,"name":"ines","roles":[]}""", (await login.Content.ReadAsStringAsync()).Trim());
        nobody.DefaultRequestHeaders.Add("Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);

        await _gateway.ExpectAsync(200, """{"ok":true,"userCtx":{"name":"ines","roles":[]},"info":{"authentication_handlers":["cookie","default"],"authenticated":"cookie"}}""", "GET", "/_session", client: nobody);
        Assert.Equal(200, (await _gateway.SendAsync("GET", "/notes", client: nobody)).Status);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(401, (await _gateway.SendAsync("GET", "/notes", client: nobody)).Status);

        using var again = await nobody.PostAsync("/_session", new StringContent("""{"name":"ines","password":"pw-ines"}""", Encoding.UTF8, "application/json"));
        nobody.DefaultRequestHeaders.Remove("Cookie");
        nobody.DefaultRequestHeaders.Add("Cookie", again.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        await GatewayFixture.SetAsync(_gateway.Harness, "ines", "changed", isAdmin: false);
        Assert.Equal(401, (await _gateway.SendAsync("GET", "/notes", client: nobody)).Status);
        Assert.Equal(401, (await _gateway.SendAsync("GET", "/notes")).Status);
    }

    [Fact]
    public async Task A_user_changes_the_password_of_their_own_account_and_nothing_else_of_any()
    {
        const string own = "/_users/org.couchdb.user:ines";
        const string refused = """{"error":"forbidden","reason":"You may change the password of your own account, and nothing else of it."}""";
        const string notYours = """{"error":"forbidden","reason":"You are not allowed to access this db."}""";
        var revision = (string)(await _gateway.SendAsync("GET", own)).Body!["_rev"]!;
        string Document(string name, string roles) => $$"""{"_id":"org.couchdb.user:{{name}}","_rev":"{{revision}}","type":"user","name":"{{name}}","roles":{{roles}},"password":"new"}""";

        await _gateway.ExpectAsync(403, refused, "PUT", own, Document("ines", """["_admin"]"""));
        await _gateway.ExpectAsync(403, refused, "PUT", own, $$"""{"_id":"org.couchdb.user:ines","_rev":"{{revision}}","_deleted":true}""");
        await _gateway.ExpectAsync(403, """{"error":"forbidden","reason":"Accounts are edited, not replicated, by their users."}""", "PUT", own + "?new_edits=false", Document("ines", "[]"));
        await _gateway.ExpectAsync(403, notYours, "DELETE", $"{own}?rev={revision}");
        await _gateway.ExpectAsync(403, notYours, "PUT", "/_users/org.couchdb.user:tomas", Document("tomas", "[]"));
        await _gateway.ExpectAsync(403, notYours, "PUT", own + "/file", "{}");
        await _gateway.ExpectAsync(403, notYours, "POST", "/_users/_bulk_docs", $$"""{"docs":[{{Document("ines", "[]")}}]}""");
        Assert.Equal(200, (await _gateway.SendAsync("GET", "/notes")).Status);

        Assert.Equal(201, (await _gateway.SendAsync("PUT", own, Document("ines", "[]"))).Status);
        Assert.Equal(401, (await _gateway.SendAsync("GET", "/notes")).Status);
        using var ines = _gateway.Client("ines", "new");
        Assert.Equal(200, (await _gateway.SendAsync("GET", "/notes", client: ines)).Status);
        Assert.Equal(409, (await _gateway.SendAsync("PUT", own, Document("ines", "[]"), ines)).Status);
    }

    [Fact]
    public async Task An_administrator_makes_accounts_and_databases_over_HTTP_and_no_password_is_kept()
    {
        await _gateway.ExpectAsync(201, """{"ok":true}""", "PUT", "/more", client: _gateway.Root);
        await _gateway.ExpectAsync(412, """{"error":"file_exists","reason":"The database could not be created, the file already exists."}""", "PUT", "/more", client: _gateway.Root);
        await _gateway.SendAsync("PUT", "/_users/org.couchdb.user:oskar", """{"type":"user","name":"oskar","roles":[],"password":"cedar"}""", _gateway.Root);
        await _gateway.ExpectAsync(200, """{"ok":true}""", "PUT", "/more/_security", """{"members":{"names":["oskar"],"roles":[]}}""", _gateway.Root);
        using var oskar = _gateway.Client("oskar", "cedar");

        Assert.Equal(200, (await _gateway.SendAsync("GET", "/more", client: oskar)).Status);
        var (_, stored) = await _gateway.SendAsync("GET", "/_users/org.couchdb.user:oskar", client: _gateway.Root);
        Assert.Null(stored!["password"]);
        Assert.Equal("pbkdf2", (string)stored["password_scheme"]!);
        await _gateway.ExpectAsync(200, """{"ok":true}""", "DELETE", "/more", client: _gateway.Root);
        Assert.Equal("illegal_database_name", (string)(await _gateway.SendAsync("PUT", "/vault", client: _gateway.Root)).Body!["error"]!);
        Assert.Equal("illegal_database_name", (string)(await _gateway.SendAsync("GET", "/mirror", client: _gateway.Root)).Body!["error"]!);
    }

    [Fact]
    public async Task The_gateway_opens_once_and_only_on_loopback()
    {
        var mediator = _gateway.Harness.Mediator;
        Assert.Equal("AlreadyOpen", (await Assert.ThrowsAsync<UsageException>(() => mediator.Send(new OpenGateway("127.0.0.1", 0, false)))).Code);
        Assert.Equal("NotLoopback", (await Assert.ThrowsAsync<UsageException>(() => mediator.Send(new OpenGateway("0.0.0.0", 0, false)))).Code);
        Assert.True(await mediator.Send(new CloseGateway()));
        Assert.False(await mediator.Send(new CloseGateway()));

        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        Assert.Equal("PortTaken", (await Assert.ThrowsAsync<UsageException>(() => mediator.Send(new OpenGateway("127.0.0.1", port, false)))).Code);
    }
}
