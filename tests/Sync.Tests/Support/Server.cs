using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests.Support;

/// <summary>A real server: Storage and Gateway on a free loopback port, and its administrator's hands.</summary>
internal sealed class Server : IAsyncDisposable
{
    public const string AdminPassword = "administrator's own";

    private readonly ModuleHarness _modules;
    private readonly HttpClient _admin;

    private Server(ModuleHarness modules, Uri address)
    {
        _modules = modules;
        Address = address;
        _admin = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        _admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"root:{AdminPassword}")));
    }

    public Uri Address { get; }

    public static async Task<Server> StartAsync(string? disk = null)
    {
        var modules = new ModuleHarness(disk);
        await modules.AddAsync(new StorageModule(), "storage");
        await modules.AddAsync(new GatewayModule(), "gateway", new Dictionary<string, string> { ["pbkdf2_iterations"] = "10000" });
        return new Server(modules, await modules.Mediator.Send(new OpenGateway("127.0.0.1", 0, AllowRemote: false)));
    }

    public string Disk => _modules.DataDirectory;

    /// <summary>Makes the administrator's account. Answers the address with its login, as one names a server of another make.</summary>
    public async Task<string> OpenToAdministratorAsync()
    {
        using var adminPassword = Secret.FromCharacters(AdminPassword);
        await _modules.Mediator.Send(new SetAccount("root", adminPassword, IsAdmin: true));
        return $"{Address.Scheme}://root:{Uri.EscapeDataString(AdminPassword)}@{Address.Authority}";
    }

    /// <summary>Makes the account and the pair of databases.</summary>
    public async Task SetUpAsync(Secret userPassword)
    {
        await OpenToAdministratorAsync();
        await _modules.Mediator.Send(new SetAccount(World.User, userPassword, IsAdmin: false));
        await GrantAsync();
    }

    /// <summary>Removes both databases and makes them anew, empty.</summary>
    public async Task RecreateAsync()
    {
        await SendAsync(HttpMethod.Delete, World.Database);
        await SendAsync(HttpMethod.Delete, World.Database + "-blob");
        await GrantAsync();
    }

    /// <summary>Writes or fetches something as the administrator does.</summary>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _admin.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Puts a revision into the document database as if another device had sent it.</summary>
    public Task GraftAsync(string json) => SendAsync(HttpMethod.Post, $"{World.Database}/_bulk_docs", $$"""{"new_edits":false,"docs":[{{json}}]}""");

    /// <summary>Every id in a database, deleted documents left out.</summary>
    public async Task<string[]> IdsAsync(string database) =>
        [.. (await SendAsync(HttpMethod.Get, $"{database}/_all_docs"))["rows"]!.AsArray().Select(row => (string)row!["id"]!)];

    public async Task<bool> HasAsync(string path)
    {
        using var response = await _admin.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode == HttpStatusCode.OK;
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _modules.Mediator.Send(new CloseGateway());
        await _modules.DisposeAsync();
    }

    /// <summary>Makes a pair of databases for the user.</summary>
    public async Task GrantAsync(string database = World.Database)
    {
        await _modules.Mediator.Send(new GrantDatabase(new DatabaseName(database), World.User));
        await _modules.Mediator.Send(new GrantDatabase(new DatabaseName(database + "-blob"), World.User));
    }
}
