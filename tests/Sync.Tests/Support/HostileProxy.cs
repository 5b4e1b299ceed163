using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Tests.Support;

/// <summary>Stands between a device and its server, records what is asked, and answers as a test tells it to.</summary>
internal sealed class HostileProxy : IAsyncDisposable
{
    private readonly HttpClient _server;
    private readonly WebApplication _listener;

    private HostileProxy(Uri server, X509Certificate2? certificate)
    {
        Target = server;
        _server = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0, listen => _ = certificate is null ? listen : listen.UseHttps(certificate));
            options.Limits.MaxRequestBodySize = null;
        });
        _listener = builder.Build();
        _listener.Run(PassAsync);
    }

    /// <summary>The server behind it; a test may put another one there.</summary>
    public Uri Target { get; set; }

    public string Address => _listener.Urls.First();

    /// <summary>Every request that arrived, in order.</summary>
    public ConcurrentQueue<ProxyRequest> Requests { get; } = new();

    /// <summary>Answers in the server's place, or null to ask the server.</summary>
    public Func<ProxyRequest, ProxyAnswer?> Before { get; set; } = _ => null;

    /// <summary>Shows another header in place of who asks: a proxy that takes tokens, before a server that knows passwords.</summary>
    public Func<string, string> Exchange { get; set; } = header => header;

    /// <summary>Rewrites what the server answered.</summary>
    public Func<ProxyRequest, ProxyAnswer, ProxyAnswer> After { get; set; } = (_, answer) => answer;

    /// <param name="server">What is behind it.</param>
    /// <param name="certificate">With it, it speaks TLS.</param>
    public static async Task<HostileProxy> StartAsync(Uri server, X509Certificate2? certificate = null)
    {
        var proxy = new HostileProxy(server, certificate);
        await proxy._listener.StartAsync();
        return proxy;
    }

    /// <summary>From now on everything passes unharmed, and the record starts anew.</summary>
    public void BeHonest()
    {
        Before = _ => null;
        After = (_, answer) => answer;
        Requests.Clear();
    }

    public int Count(string method, string part) => Requests.Count(request => request.Is(method, part));

    public async ValueTask DisposeAsync()
    {
        await _listener.StopAsync();
        await _listener.DisposeAsync();
        _server.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var request = new ProxyRequest(context.Request.Method, context.Request.Path + context.Request.QueryString.Value, body.ToArray()) { Authorization = context.Request.Headers.Authorization.ToString() };
        Requests.Enqueue(request);
        var answer = Before(request) ?? After(request, await AskAsync(request, context));
        if (answer.IsDropped)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.ContentLength = answer.Body.Length;
        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private async Task<ProxyAnswer> AskAsync(ProxyRequest request, HttpContext context)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(Target, request.Path));
        message.Headers.TryAddWithoutValidation("Cookie", context.Request.Headers.Cookie.AsEnumerable());
        if (Exchange(request.Authorization) is { Length: > 0 } shown)
        {
            message.Headers.TryAddWithoutValidation("Authorization", shown);
        }

        if (request.Body.Length > 0)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        using var response = await _server.SendAsync(message, context.RequestAborted);
        var answer = new ProxyAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(context.RequestAborted));
        return response.Headers.TryGetValues("Set-Cookie", out var cookies) ? answer.With("Set-Cookie", cookies.First()) : answer;
    }
}
