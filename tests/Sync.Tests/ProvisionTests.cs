using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>A server is prepared for an account by its administrator; what is as it should be is left as it is.</summary>
public sealed class ProvisionTests
{
    [Fact]
    public async Task Our_own_server_is_prepared_once_and_a_device_syncs_there()
    {
        await using var server = await Server.StartAsync();
        await server.OpenToAdministratorAsync();
        await using var device = await Device.StartAsync();

        var first = await ProvisionAsync(device, server.Address, "root", Server.AdminPassword, World.Database);

        Assert.True(first.IsReady);
        Assert.Equal($"{server.Address}{World.Database}", first.Address);
        Assert.Equal(
            [$"account {World.User}", $"database {World.Database}", $"members of {World.Database}", $"database {World.Database}-blob", $"members of {World.Database}-blob"],
            Of(first, ServerFindingKind.Changed));
        await AssertUsableAsync(device, server.Address, World.Database);
        await AssertQuietAsync(device, server.Address, "root", Server.AdminPassword, World.Database);
    }

    [Fact]
    public async Task A_check_changes_nothing_and_says_what_is_missing()
    {
        await using var server = await Server.StartAsync();
        await server.OpenToAdministratorAsync();
        await using var device = await Device.StartAsync();

        var check = await ProvisionAsync(device, server.Address, "root", Server.AdminPassword, World.Database, checkOnly: true);

        Assert.False(check.IsReady);
        Assert.Empty(Of(check, ServerFindingKind.Changed));
        Assert.Equal([$"account {World.User}", $"database {World.Database}", $"database {World.Database}-blob"], Of(check, ServerFindingKind.Needed));
        Assert.False(await server.HasAsync(World.Database));
        Assert.False(await server.HasAsync("_users/org.couchdb.user:" + World.User));
    }

    [Fact]
    public async Task An_account_with_another_password_is_left_alone_until_its_administrator_insists()
    {
        await using var server = await Server.StartAsync();
        using (var before = Secret.FromCharacters("what it was before"))
        {
            await server.SetUpAsync(before);
        }

        await using var device = await Device.StartAsync();
        var refused = await ProvisionAsync(device, server.Address, "root", Server.AdminPassword, World.Database);
        Assert.Equal([$"account {World.User}"], Of(refused, ServerFindingKind.Needed));

        var replaced = await ProvisionAsync(device, server.Address, "root", Server.AdminPassword, World.Database, replace: true);

        Assert.Equal([$"account {World.User}"], Of(replaced, ServerFindingKind.Changed));
        await AssertUsableAsync(device, server.Address, World.Database);
    }

    [Fact]
    public async Task Others_who_may_enter_are_told_and_stay()
    {
        await using var server = await Server.StartAsync();
        await server.OpenToAdministratorAsync();
        await server.SendAsync(HttpMethod.Put, World.Database);
        await server.SendAsync(HttpMethod.Put, World.Database + "/_security", """{"admins":{"names":[],"roles":[]},"members":{"names":["sam"],"roles":["staff"]},"ours":1}""");
        await using var device = await Device.StartAsync();

        await ProvisionAsync(device, server.Address, "root", Server.AdminPassword, World.Database);
        var again = await ProvisionAsync(device, server.Address, "root", Server.AdminPassword, World.Database);

        Assert.Equal([$"members of {World.Database}"], Of(again, ServerFindingKind.Recommended));
        var security = await server.SendAsync(HttpMethod.Get, World.Database + "/_security");
        Assert.Equal("""{"names":["sam","alex"],"roles":["staff"]}""", security["members"]!.ToJsonString());
        Assert.Equal(1, (int)security["ours"]!);
    }

    [Fact]
    public async Task An_administrator_who_is_none_changes_nothing()
    {
        await using var server = await Server.StartAsync();
        await server.OpenToAdministratorAsync();
        await using var device = await Device.StartAsync();

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(() => ProvisionAsync(device, server.Address, "root", "a guess", World.Database));

        Assert.Equal("LoginRefused", refused.Code);
        Assert.False(await server.HasAsync(World.Database));
    }

    [Fact]
    public async Task Settings_of_an_Apache_CouchDB_are_looked_at_one_by_one_and_never_changed()
    {
        await using var world = await World.StartAsync(1);
        world.Proxy.Before = request => request switch
        {
            { Path: "/" } => ProxyAnswer.Text(200, """{"couchdb":"Welcome","version":"2.3.1","vendor":{"name":"The Apache Software Foundation"}}""").With("Date", DateTimeOffset.UtcNow.AddMinutes(-10).ToString("R")),
            { Path: "/_membership" } => ProxyAnswer.Text(200, """{"all_nodes":["a","b"],"cluster_nodes":["a","b"]}"""),
            { Path: "/_replicator" } => ProxyAnswer.Text(200, "{}"),
            { Path: "/_users/_security" } => ProxyAnswer.Text(200, """{"members":{"roles":["_admin"]},"admins":{"roles":["_admin"]}}"""),
            { Path: "/_node/_local/_config/chttpd/require_valid_user" } => ProxyAnswer.Text(200, "\"true\"\n"),
            { Path: "/_node/_local/_config/couchdb/max_document_size" } => ProxyAnswer.Text(200, "\"1000000\"\n"),
            _ when request.Path.StartsWith("/_node/", StringComparison.Ordinal) => ProxyAnswer.Error(404, "not_found"),
            _ => null,
        };

        var found = await ProvisionAsync(world.A, new Uri(world.Proxy.Address), "root", Server.AdminPassword, World.Database);

        Assert.Equal(["version", "clock", "own passwords", "setting couchdb/max_document_size", "setting couchdb/attachment_stream_buffer_size"], Of(found, ServerFindingKind.Recommended));
        Assert.Equal("2", found.Findings.Single(finding => finding.What == "nodes").Found);
        Assert.DoesNotContain(world.Proxy.Requests, request => request.Method == "PUT" && request.Path.StartsWith("/_node/", StringComparison.Ordinal));
    }

    [NodeFact("tests/pouchdb")]
    public async Task A_pouchdb_server_is_prepared_once_and_a_device_syncs_there()
    {
        await using var server = await ForeignServer.StartPouchAsync();
        await server.SetUpAdministratorAsync("root", "administrator");
        await using var device = await Device.StartAsync();
        var root = new Uri(new Uri(server.Address), "/");

        var first = await ProvisionAsync(device, root, "root", "administrator", server.Database);

        Assert.True(first.IsReady);
        await AssertUsableAsync(device, root, server.Database);
        await AssertQuietAsync(device, root, "root", "administrator", server.Database);
    }

    [CouchDbFact]
    public async Task The_CouchDB_that_the_environment_names_is_prepared_once_and_a_device_syncs_there()
    {
        await using var server = ForeignServer.At(CouchDbFactAttribute.Url!);
        await using var device = await Device.StartAsync();
        var login = new Uri(CouchDbFactAttribute.Url!).UserInfo.Split(':').Select(Uri.UnescapeDataString).ToArray();
        var root = new Uri(new Uri(server.Address), "/");

        device.User = server.User;
        var first = await ProvisionAsync(device, root, login[0], login[1], server.Database);

        Assert.True(first.IsReady);
        await AssertUsableAsync(device, root, server.Database);
        await AssertQuietAsync(device, root, login[0], login[1], server.Database);
    }

    private static async Task<ServerProvision> ProvisionAsync(Device device, Uri server, string admin, string adminPassword, string database, bool checkOnly = false, bool replace = false)
    {
        using var administrator = Secret.FromCharacters(adminPassword);
        using var password = Secret.FromCharacters(World.Password);
        return await device.Mediator.Send(new ProvisionServer(server.ToString(), admin, administrator, device.User, database) { Password = password, CheckOnly = checkOnly, ReplacePassword = replace });
    }

    private static async Task AssertUsableAsync(Device device, Uri server, string database)
    {
        await device.WriteAsync("note", "1");
        (await device.EnableAsync($"{server}{database}", create: true)).RecoveryCode?.Dispose();
        Assert.Equal(1, (await device.SyncAsync()).DocumentsPushed);
    }

    // The second time there is nothing to do.
    private static async Task AssertQuietAsync(Device device, Uri server, string admin, string adminPassword, string database)
    {
        var again = await ProvisionAsync(device, server, admin, adminPassword, database);
        Assert.True(again.IsReady);
        Assert.Empty(Of(again, ServerFindingKind.Changed));
    }

    private static string[] Of(ServerProvision provision, ServerFindingKind kind) => [.. provision.Findings.Where(finding => finding.Kind == kind).Select(finding => finding.What)];
}
