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
