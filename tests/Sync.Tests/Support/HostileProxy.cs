using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Tests.Support;

/// <summary>Stands between a device and its server, records what is asked, and answers as a test tells it to.</summary>
internal sealed partial class HostileProxy : IAsyncDisposable
{
    private readonly HttpClient _server;
    private readonly WebApplication _listener;
    private CancellationTokenSource _feeds = new();

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

    /// <summary>Passes a request on, once or more often or not at all. It is given the way to the server, which it may go again after the request has ended; with a number the request breaks off after so many bytes of its body.</summary>
    public Func<ProxyRequest, Func<int?, Task<ProxyAnswer>>, Task<ProxyAnswer>> Pass { get; set; } = (_, ask) => ask(null);

    /// <summary>What becomes of a feed that stays open, as it comes from the server in pieces of any size.</summary>
    public Func<IAsyncEnumerable<byte[]>, IAsyncEnumerable<byte[]>> Feed { get; set; } = pieces => pieces;

    /// <summary>How often the server is asked for a sign of life on a feed, for devices whose clock runs faster; null for as often as they ask.</summary>
    public TimeSpan? Heartbeat { get; set; }

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
        Pass = (_, ask) => ask(null);
        Feed = pieces => pieces;
        Requests.Clear();
    }

    /// <summary>Nothing passes any more, and what is open breaks: the network is gone until <see cref="BeHonest"/>.</summary>
    public void CutOff()
    {
        Before = _ => ProxyAnswer.Dropped;
        BreakFeeds();
    }

    /// <summary>Feeds that are open break off.</summary>
    public void BreakFeeds() => Interlocked.Exchange(ref _feeds, new()).Cancel();

    public int Count(string method, string part) => Requests.Count(request => request.Is(method, part));

    public async ValueTask DisposeAsync()
    {
        await _feeds.CancelAsync();
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
        var early = Before(request);
        if (request.IsFeed && early is null)
        {
            await StreamAsync(request, context);
            return;
        }

        var headers = new[] { "Cookie", "Accept", "Content-Type" }.ToDictionary(name => name, name => context.Request.Headers[name].ToArray());
        var answer = early ?? After(request, await Pass(request, breaksAfter => AskAsync(request, headers, breaksAfter)));
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
        var rest = answer.Body.AsMemory(0, Math.Min(answer.BreaksAfter ?? int.MaxValue, answer.Body.Length));
        for (var piece = answer.Drip ?? Math.Max(1, rest.Length); !rest.IsEmpty; rest = rest[Math.Min(piece, rest.Length)..])
        {
            await context.Response.Body.WriteAsync(rest[..Math.Min(piece, rest.Length)], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        if (answer.BreaksAfter is not null)
        {
            context.Abort();
        }
    }

    // A feed never ends by itself: what comes is handed on as it comes, until the feeds are cut.
    private async Task StreamAsync(ProxyRequest request, HttpContext context)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_feeds.Token, context.RequestAborted);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(Target, Heartbeat is { } often ? HeartbeatAsked().Replace(request.Path, $"heartbeat={often.TotalMilliseconds:0}") : request.Path));
            message.Headers.TryAddWithoutValidation("Cookie", context.Request.Headers.Cookie.AsEnumerable());
            if (Exchange(request.Authorization) is { Length: > 0 } shown)
            {
                message.Headers.TryAddWithoutValidation("Authorization", shown);
            }

            using var response = await _server.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, over.Token);
            context.Response.StatusCode = (int)response.StatusCode;
            await using var body = await response.Content.ReadAsStreamAsync(over.Token);
            await context.Response.Body.FlushAsync(over.Token);
            await foreach (var piece in Feed(PiecesAsync(body, over.Token)).WithCancellation(over.Token))
            {
                await context.Response.Body.WriteAsync(piece, over.Token);
                await context.Response.Body.FlushAsync(over.Token);
            }
        }
        catch (Exception broken) when (broken is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }

    private static async IAsyncEnumerable<byte[]> PiecesAsync(Stream body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            yield return buffer[..read];
        }
    }

    [GeneratedRegex("heartbeat=[0-9]+")]
    private static partial Regex HeartbeatAsked();

    private async Task<ProxyAnswer> AskAsync(ProxyRequest request, Dictionary<string, string?[]> headers, int? breaksAfter)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(Target, request.Path));
        if (request.Body.Length > 0)
        {
            message.Content = breaksAfter is { } bytes ? new StreamContent(new BreakingStream(request.Body, bytes)) : new ByteArrayContent(request.Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", headers["Content-Type"]);
            message.Content.Headers.ContentLength = request.Body.Length;
        }

        message.Headers.TryAddWithoutValidation("Cookie", headers["Cookie"]);
        message.Headers.TryAddWithoutValidation("Accept", headers["Accept"]);
        if (Exchange(request.Authorization) is { Length: > 0 } shown)
        {
            message.Headers.TryAddWithoutValidation("Authorization", shown);
        }

        using var response = await _server.SendAsync(message);
        var answer = new ProxyAnswer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync());
        return response.Headers.TryGetValues("Set-Cookie", out var cookies) ? answer.With("Set-Cookie", cookies.First()) : answer;
    }
}
