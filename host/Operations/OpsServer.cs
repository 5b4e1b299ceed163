using System.Net;
using Aurix.Platform.Errors;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aurix.Platform.Host.Operations;

/// <summary>The host's own small HTTP server, on an address of its own: health and numbers, and nothing else. Nothing that comes in is more than a path.</summary>
internal sealed class OpsServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1); // whoever reads numbers while Aurix stops has seen enough

    private readonly KestrelServer _server;
    private readonly ServiceProvider _services;
    private readonly TimeProvider _time;

    private OpsServer(KestrelServer server, ServiceProvider services, TimeProvider time) => (_server, _services, _time) = (server, services, time);

    /// <summary>Where it listens: the port that was asked for, or the free one that was found.</summary>
    public Uri Address => new(_server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <exception cref="UsageException"><c>PortTaken</c>.</exception>
    public static async Task<OpsServer> StartAsync(IPEndPoint address, OpsPages pages, ILoggerFactory logging, TimeProvider time, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection().BuildServiceProvider();
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = services };
        options.Limits.MaxRequestBodySize = 0;
        options.Limits.MaxConcurrentConnections = 32; // a probe and a few scrapers; more would be somebody's mistake, and must not cost the documents their memory
        options.Listen(address, listen => listen.Protocols = HttpProtocols.Http1);
        var server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logging), logging);
        try
        {
            await server.StartAsync(new Application(pages), cancellationToken);
            return new(server, services, time);
        }
        catch (IOException taken)
        {
            server.Dispose();
            await services.DisposeAsync();
            throw new UsageException("PortTaken", $"Operations cannot be served on {address}: {taken.Message}", "Stop what listens there, or name another port with --ops.", taken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        await _server.StopAsync(patience.Token);
        _server.Dispose();
        await _services.DisposeAsync();
    }

    private sealed class Application(OpsPages pages) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public async Task ProcessRequestAsync(HttpContext context)
        {
            var page = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
                ? await pages.ReadAsync(context.Request.Path.Value ?? "", context.RequestAborted)
                : OpsPage.NotAllowed;
            context.Response.StatusCode = page.Status;
            context.Response.ContentType = page.MediaType;
            context.Response.Headers.CacheControl = "no-store";
            if (page.Status == StatusCodes.Status405MethodNotAllowed)
            {
                context.Response.Headers.Allow = "GET, HEAD";
            }

            await context.Response.WriteAsync(page.Text, context.RequestAborted);
        }

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
