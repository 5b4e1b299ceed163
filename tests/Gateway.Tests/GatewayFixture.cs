using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Tests;

/// <summary>A gateway over a real store on a free loopback port, with an administrator "root", a member "ines" of "notes" and a stranger "tomas".</summary>
public sealed class GatewayFixture : IAsyncDisposable
{
    private GatewayFixture(ModuleHarness harness, Uri address)
    {
        Harness = harness;
        Address = address;
        Http = Client("ines", "pw-ines");
        Root = Client("root", "pw-root");
    }

    public ModuleHarness Harness { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public HttpClient Root { get; }

    public static async Task<GatewayFixture> StartAsync(IReadOnlyDictionary<string, string>? settings = null, TimeProvider? time = null, Action<IServiceCollection>? storage = null)
    {
        var all = new Dictionary<string, string>(settings ?? new Dictionary<string, string>()) { ["pbkdf2_iterations"] = "10000" };
        var harness = new ModuleHarness(time: time);
        await harness.AddAsync(new StorageModule(), Roles.Storage, replace: storage);
        await harness.AddAsync(new GatewayModule(), Roles.Gateway, all);
        await SetAsync(harness, "root", "pw-root", isAdmin: true);
        await SetAsync(harness, "ines", "pw-ines", isAdmin: false);
        await SetAsync(harness, "tomas", "pw-tomas", isAdmin: false);
        await harness.Mediator.Send(new GrantDatabase(new DatabaseName("notes"), "ines"));
        return new GatewayFixture(harness, await harness.Mediator.Send(new OpenGateway("127.0.0.1", 0, AllowRemote: false)));
    }

    public static async Task SetAsync(ModuleHarness harness, string user, string password, bool isAdmin)
    {
        using var secret = Secret.FromCharacters(password);
        await harness.Mediator.Send(new SetAccount(user, secret, isAdmin));
    }

    public HttpClient Client(string? user = null, string? password = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = Address };
        if (user is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        }

        return client;
    }

    /// <summary>Sends and answers the status and the JSON.</summary>
    public async Task<(int Status, JsonNode? Body)> SendAsync(string method, string path, string? json = null, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        using var response = await (client ?? Http).SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Sends and compares status and body as texts.</summary>
    public async Task ExpectAsync(int status, string expected, string method, string path, string? json = null, HttpClient? client = null)
    {
        var (actual, body) = await SendAsync(method, path, json, client);
        Assert.Equal(expected, body?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) ?? "");
        Assert.Equal(status, actual);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Root.Dispose();
        await Harness.DisposeAsync();
        Directory.Delete(Harness.DataDirectory, recursive: true);
    }
}
