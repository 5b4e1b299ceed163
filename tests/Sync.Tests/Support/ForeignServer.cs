using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;

namespace Aurix.Platform.Tests.Support;

/// <summary>A server of another make that speaks CouchDB's protocol: pouchdb-server from npm, or the one that AURIX_TEST_COUCHDB_URL names.</summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    private readonly Process? _process;
    private readonly DirectoryInfo? _folder;
    private readonly HttpClient _admin;

    private ForeignServer(Uri address, Process? process, DirectoryInfo? folder)
    {
        _process = process;
        _folder = folder;
        _admin = new HttpClient { BaseAddress = new UriBuilder(address) { UserName = "", Password = "", Path = "/" }.Uri };
        if (address.UserInfo.Length > 0)
        {
            BeAdministrator(Uri.UnescapeDataString(address.UserInfo));
        }
    }

    /// <summary>Unlike any other run's, because a named server outlives the test.</summary>
    public string Database { get; } = "aurix-" + Convert.ToHexStringLower(Guid.NewGuid().ToByteArray())[..12];

    /// <summary>The account: unlike any other's too, because a server may remember for a while what the password of a name was.</summary>
    public string User => "alex-" + Database[6..];

    public Uri Listening => _admin.BaseAddress!;

    private string Account => "_users/org.couchdb.user:" + User;

    public string Address => new Uri(Listening, Database).ToString();

    /// <summary>Connects to a server that runs already; its address holds an administrator's login.</summary>
    public static ForeignServer At(string address) => new(new Uri(address), null, null);

    public static async Task<ForeignServer> StartPouchAsync()
    {
        var folder = Directory.CreateTempSubdirectory("aurix-pouchdb-server-");
        var port = FreePort();
        var bin = Path.Combine(NodeFactAttribute.Locate("tests/pouchdb"), "node_modules", "pouchdb-server", "bin", "pouchdb-server");
        var process = Process.Start(new ProcessStartInfo("node", [bin, "--in-memory", "--host", "127.0.0.1", "--port", $"{port}"])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("has started", StringComparison.Ordinal))
        {
        }

        return new(new Uri($"http://127.0.0.1:{port}"), process, folder);
    }

    /// <summary>Makes an administrator of a pouchdb-server, where everybody is one before, and is them from then on.</summary>
    public async Task SetUpAdministratorAsync(string name, string password)
    {
        await PutAsync("_config/admins/" + name, JsonValue.Create(password));
        BeAdministrator($"{name}:{password}");
    }

    /// <summary>Makes the account that a device derives from the owner's password, and its pair of databases.</summary>
    public async Task SetUpAsync(Device device)
    {
        using var password = Secret.FromCharacters(World.Password);
        device.User = User;
        var login = await device.Mediator.Send(new BeginLogin(User, Database, password));
        using var serverPassword = login.ServerPassword;
        await SetAccountAsync(serverPassword);
        await MakeDatabasesAsync();
        await device.Mediator.Send(new EndLogin(login.Number));
    }

    /// <summary>Makes the account.</summary>
    private async Task SetAccountAsync(Secret serverPassword)
    {
        var user = new JsonObject { ["name"] = User, ["password"] = serverPassword.Reveal(), ["roles"] = new JsonArray(), ["type"] = "user" };
        await SendAsync(HttpMethod.Put, Account, user);
    }

    /// <summary>Makes the account's pair of databases, empty, in the place of what was there.</summary>
    public async Task MakeDatabasesAsync()
    {
        foreach (var database in new[] { Database, Database + "-blob" })
        {
            (await _admin.DeleteAsync(new Uri(database, UriKind.Relative))).Dispose();
            await SendAsync(HttpMethod.Put, database);
            await SendAsync(HttpMethod.Put, database + "/_security", new JsonObject
            {
                ["admins"] = new JsonObject { ["names"] = new JsonArray(), ["roles"] = new JsonArray() },
                ["members"] = new JsonObject { ["names"] = new JsonArray(User), ["roles"] = new JsonArray() },
            });
        }
    }

    /// <summary>Whether an account may change its own password, which a CouchDB as it comes forbids.</summary>
    public async Task<bool> LetsOwnPasswordsBeChangedAsync() =>
        (await SendAsync(HttpMethod.Get, "_users/_security"))?["members"]?["roles"] is not JsonArray { Count: > 0 };

    /// <summary>Does something as the administrator.</summary>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _admin.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            (await _admin.DeleteAsync(new Uri(Database, UriKind.Relative))).Dispose();
            (await _admin.DeleteAsync(new Uri(Database + "-blob", UriKind.Relative))).Dispose();
            await ForgetAccountAsync();
        }

        _admin.Dispose();
        _process?.Kill();
        _process?.Dispose();
        _folder?.Delete(recursive: true);
    }

    private async Task ForgetAccountAsync()
    {
        using var account = await _admin.GetAsync(new Uri(Account, UriKind.Relative));
        if (account.IsSuccessStatusCode)
        {
            await SendAsync(HttpMethod.Delete, $"{Account}?rev={(string?)JsonNode.Parse(await account.Content.ReadAsStringAsync())!["_rev"]}");
        }
    }

    private async Task PutAsync(string path, JsonNode? body)
    {
        using var content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _admin.PutAsync(new Uri(path, UriKind.Relative), content);
        Assert.True(response.IsSuccessStatusCode, $"PUT {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    private void BeAdministrator(string login) =>
        _admin.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
