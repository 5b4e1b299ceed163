using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aurix.Platform.Tests;

/// <summary>Each mistake gets one clear error that names the thing and the next step; nothing is lost, and the rest goes on.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("teleport")]
    [InlineData("list", "--colour")]
    [InlineData("get")]
    [InlineData("list", "--limit", "0")]
    [InlineData("sync", "enable", "http://127.0.0.1:1/aurix-x")]
    public async Task A_command_line_that_makes_no_sense(params string[] arguments)
    {
        using var aurix = new Aurix();

        (await aurix.RunAsync(arguments)).MustFail(2, "BadUsage");
    }

    [Fact]
    public async Task A_folder_without_a_store()
    {
        using var aurix = new Aurix();

        (await aurix.RunAsync("list")).MustFail(1, "StoreMissing");
    }

    [Fact]
    public async Task A_store_whose_pages_are_overwritten()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await aurix.PutAsync("note:1", "{}");
        var file = Path.Combine(aurix.Data, "storage", "vault.db");
        await File.WriteAllBytesAsync(file, Encoding.ASCII.GetBytes(new string('x', 40_960)));

        (await aurix.RunAsync("list")).MustFail(1, "StoreCorrupt");
        Assert.Equal(1, (await aurix.RunAsync("doctor")).ExitCode);
    }

    [Theory]
    [InlineData("""{"title": "unfinished""", "MalformedJson")]
    [InlineData("""{"twice":1,"twice":2}""", "MalformedJson")]
    [InlineData("""{"half":"\ud800"}""", "MalformedJson")]
    public async Task Json_that_cannot_be_a_document(string json, string code)
    {
        using var aurix = await Aurix.WithVaultAsync();

        (await aurix.FeedAsync(json, "put", "-", "--id", "note:1")).MustFail(2, code);
        Assert.Equal("""{"documents":[],"next":null}""", (await aurix.JsonAsync("list")).ToJsonString());
    }

    [Fact]
    public async Task A_document_over_the_limit()
    {
        using var aurix = await Aurix.WithVaultAsync();
        var file = Path.Combine(aurix.Folder, "large.json");
        await File.WriteAllTextAsync(file, "\"" + new string('a', 5 * 1024 * 1024) + "\"");

        (await aurix.RunAsync("put", file, "--id", "note:1")).MustFail(2, "DocumentTooLarge");
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_is_a_folder()
    {
        using var aurix = await Aurix.WithVaultAsync();

        (await aurix.RunAsync("put", Path.Combine(aurix.Folder, "nothing.json"))).MustFail(2, "FileMissing");
        (await aurix.RunAsync("attach", "note:1", aurix.Folder)).MustFail(2, "FileDenied");
    }

    [Fact]
    public async Task A_file_that_vanishes_while_it_is_attached()
    {
        using var aurix = await Aurix.WithVaultAsync();
        var file = Path.Combine(aurix.Folder, "large.bin");
        await using (var stream = File.Create(file))
        {
            stream.SetLength(96 * 1024 * 1024);
        }

        var attaching = aurix.RunAsync("attach", "note:1", file);
        await Growth.OfAsync(aurix.Data, "*.blobs.db*");
        File.Delete(file);

        (await attaching).MustFail(2, "FileChanged");
        Assert.Equal("""{"documents":[],"next":null}""", (await aurix.JsonAsync("list")).ToJsonString());
        (await aurix.RunAsync("doctor")).Must();
    }

    [Fact]
    public async Task An_edit_of_a_revision_that_has_been_edited_since()
    {
        using var aurix = await Aurix.WithVaultAsync();
        var first = await aurix.PutAsync("note:1", """{"n":1}""");
        await aurix.PutAsync("note:1", """{"n":2}""");

        var ended = await aurix.FeedAsync("""{"n":3}""", "put", "-", "--id", "note:1", "--rev", first);

        Assert.Equal(4, ended.ExitCode);
        Assert.Equal("""{"n":2}""", (await aurix.RunAsync("get", "note:1")).Must().Output.Trim());
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_and_joins_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        using var aurix = await Aurix.WithVaultAsync();
        await aurix.PutAsync("note:1", "{}");
        var wrong = Path.Combine(aurix.Folder, "wrong");
        await File.WriteAllTextAsync(wrong, "lantern orbit velvet quarry maple");

        (await aurix.EnableAsync(server.Address, first: true, wrong)).MustFail(1, "LoginRefused");
        Assert.False((bool)(await aurix.JsonAsync("sync", "status"))["enabled"]!);
        Assert.Single((await aurix.JsonAsync("list"))["documents"]!.AsArray());
    }

    [Fact]
    public async Task A_vault_is_neither_made_unasked_nor_made_twice()
    {
        await using var server = await RunningServer.StartAsync();
        using var aurix = await Aurix.WithVaultAsync();
        using var other = await Aurix.WithVaultAsync();

        (await aurix.EnableAsync(server.Address, first: false)).MustFail(1, "VaultMissing");
        (await aurix.EnableAsync(server.Address, first: true)).Must();
        (await other.EnableAsync(server.Address, first: true)).MustFail(1, "VaultExists");
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached()
    {
        using var aurix = await Aurix.WithVaultAsync();
        var port = FreePort();

        (await aurix.EnableAsync($"http://127.0.0.1:{port}/aurix-x", first: true)).MustFail(5, "RemoteUnavailable");
    }

    [Fact]
    public async Task A_server_that_is_no_CouchDB()
    {
        using var listener = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort()}/";
        listener.Prefixes.Add(address);
        listener.Start();
        var answering = AnswerAsync(listener);
        using var aurix = await Aurix.WithVaultAsync();

        (await aurix.EnableAsync(address + "aurix-x", first: true)).MustFail(1, "NotACouchDb");
        listener.Stop();
        await answering;
    }

    [Fact]
    public async Task Plain_http_to_somewhere_else()
    {
        using var aurix = await Aurix.WithVaultAsync();

        (await aurix.EnableAsync("http://example.org/aurix-x", first: true)).MustFail(2, "InsecureTransport");
    }

    [Fact]
    public async Task Syncing_before_opting_in()
    {
        using var aurix = await Aurix.WithVaultAsync();

        (await aurix.RunAsync("sync", "now")).MustFail(2, "SyncOff");
    }

    [Fact]
    public async Task Errors_as_json_hold_code_message_and_next_step()
    {
        using var aurix = new Aurix();

        var ended = await aurix.RunAsync("list", "--json");

        var error = System.Text.Json.Nodes.JsonNode.Parse(ended.Error)!["error"]!;
        Assert.Equal("StoreMissing", (string)error["code"]!);
        Assert.NotEmpty((string)error["message"]!);
        Assert.NotEmpty((string)error["nextStep"]!);
    }

    private static async Task AnswerAsync(HttpListener listener)
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                await context.Response.OutputStream.WriteAsync("<html>Welcome to nginx</html>"u8.ToArray());
                context.Response.Close();
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
