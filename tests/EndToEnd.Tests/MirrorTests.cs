using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>A real PouchDB 9 beside the daemon, as an app uses it (I-27).</summary>
public sealed class MirrorTests
{
    private const string Folder = "tests/pouchdb";

    [NodeFact(Folder)]
    public async Task A_PouchDB_and_the_vault_are_one_and_what_PouchDB_calls_its_revisions_goes_no_further()
    {
        await using var server = await RunningServer.StartAsync();
        using var aurix = await Aurix.WithVaultAsync();
        (await aurix.EnableAsync(server.Address, first: true)).Must();
        var token = (string)(await aurix.JsonAsync("app", "create", "notes"))["token"]!;
        await using var daemon = await RunningDaemon.StartAsync(aurix);
        var (name, secret) = (token.Split(':')[0], token.Split(':')[1]);
        var url = new UriBuilder(daemon.Apps) { UserName = name, Password = secret, Path = "mirror" }.Uri.AbsoluteUri;

        var told = JsonNode.Parse(await Node.RunAsync(Folder, "mirror.mjs", url, aurix.Folder, "dotnet", Path.Combine(Aurix.Program, "aurix.dll"), "--data", aurix.Data))!;
        (await aurix.RunAsync("sync", "now")).Must();

        var stored = await ChangesAsync(server);
        Assert.NotEmpty(stored);
        Assert.Empty(told["revisions"]!.AsArray().Select(revision => ((string)revision!).Split('-')[1]).Intersect(stored.Select(revision => revision.Split('-')[1])));
        using var other = await Aurix.WithVaultAsync();
        (await other.EnableAsync(server.Address, first: false)).Must();
        (await other.RunAsync("sync", "now")).Must();
        Assert.Equal(
            told["ids"]!.AsArray().Select(id => (string)id!).Order(StringComparer.Ordinal),
            (await other.JsonAsync("list"))["documents"]!.AsArray().Select(document => (string)document!["id"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Which_types_are_mirrored_is_the_owners_choice_and_can_be_another()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await aurix.PutAsync("note:1", """{"n":1}""", type: "note");
        await aurix.PutAsync("draft:1", """{"n":1}""", type: "draft");
        var token = (string)(await aurix.JsonAsync("app", "create", "test"))["token"]!;

        Assert.Equal(["note:1"], await MirroredAsync(aurix, token, "note", awaited: "note:1"));
        Assert.Equal(["draft:1"], await MirroredAsync(aurix, token, "draft", awaited: "draft:1"));
        Assert.Equal(["draft:1", "note:1"], await MirroredAsync(aurix, token, "draft,note", awaited: "note:1"));
        Assert.Equal("""{"n":1}""", (await aurix.RunAsync("get", "note:1")).Must().Output.Trim()); // taken out of the mirror, and not deleted
    }

    // What stands in the mirror when a document has come to stand there: the feed tells of it, whenever that is.
    private static async Task<IEnumerable<string>> MirroredAsync(Aurix aurix, string token, string types, string awaited)
    {
        await using var daemon = await RunningDaemon.StartAsync(aurix, "--set", $"gateway.mirror_types={types}");
        using var http = new HttpClient { BaseAddress = daemon.Apps };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using (var feed = await http.GetStreamAsync("mirror/_changes?feed=continuous&heartbeat=1000"))
        using (var lines = new StreamReader(feed))
        {
            while (await lines.ReadLineAsync() is { } line && !(line.Contains($"\"{awaited}\"", StringComparison.Ordinal) && !line.Contains("\"deleted\":true", StringComparison.Ordinal)))
            {
            }
        }

        var rows = JsonNode.Parse(await http.GetStringAsync("mirror/_all_docs"))!["rows"]!.AsArray();
        return [.. rows.Select(row => (string)row!["id"]!)];
    }

    /// <summary>Every leaf that the server knows.</summary>
    private static async Task<List<string>> ChangesAsync(RunningServer server)
    {
        using var admin = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address + "/_changes?style=all_docs");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("root:" + Aurix.Password)));
        using var response = await admin.SendAsync(request);
        var answer = JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
        return [.. answer["results"]!.AsArray().SelectMany(row => row!["changes"]!.AsArray().Select(change => (string)change!["rev"]!))];
    }
}
