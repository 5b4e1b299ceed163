using System.Net;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aurix.Platform.Gateway.Http;

/// <summary>Kestrel by itself: no host builder, no routing, nothing static that would outlive the module's load context.</summary>
internal sealed class GatewayServer(RequestPipeline pipeline, IModuleContext context, ILogger<GatewayServer> logger) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2); // a client that has said nothing for so long opens another connection without noticing

    private readonly SemaphoreSlim _gate = new(1, 1);
    private Running? _running;

    /// <summary>Starts to listen and answers where.</summary>
    /// <exception cref="UsageException">Already open, not loopback, or the port is taken.</exception>
    public async Task<Uri> OpenAsync(string host, int port, bool allowRemote, CancellationToken cancellationToken)
    {
        var address = Resolve(host, allowRemote);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_running is { } already)
            {
                throw new UsageException("AlreadyOpen", $"The gateway already listens on {already.Door.Address}.", "Close it first, or use the address it has.");
            }

            _running = await StartAsync(Door.Open(address, port), cancellationToken);
            GatewayLog.Opened(logger, _running.Door.Address);
            return _running.Door.Address;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Goes on listening where the copy of the module before this one does.</summary>
    public async Task SucceedAsync(Door door, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _running = await StartAsync(door, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Another handle of the door for the next copy; null when it is shut.</summary>
    public Door? ShareDoor() => _running?.Door.Share();

    /// <summary>
    /// Another copy listens at the same door: this one takes no new connection, answers what still comes over old ones and then closes them, and
    /// gives those that say nothing a moment.
    /// </summary>
    public async Task RetireAsync()
    {
        if (_running is { } running)
        {
            using var patience = new CancellationTokenSource(Patience, context.Time);
            await running.Traffic.EmptyAsync(patience.Token);
        }
    }

    /// <summary>Ends live feeds, lets the rest finish until <paramref name="cancellationToken"/>, and stops. False when it was not open.</summary>
    public async Task<bool> CloseAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            if (_running is not { } running)
            {
                return false;
            }

            _running = null;
            await running.Closing.CancelAsync();
            await running.Server.StopAsync(cancellationToken);
            running.Dispose();
            GatewayLog.Closed(logger);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _running?.Dispose();
        _gate.Dispose();
    }

    private static IPAddress Resolve(string host, bool allowRemote)
    {
        var address = host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(host.Trim('[', ']'), out var parsed) ? parsed
            : throw new UsageException("BadAddress", $"'{host}' is not an IP address.", "Give an address such as 127.0.0.1.");
        if (!IPAddress.IsLoopback(address) && !allowRemote)
        {
            throw new UsageException(
                "NotLoopback",
                $"{address} can be reached by other machines, and the gateway speaks plain HTTP.",
                "Listen on 127.0.0.1 behind something that speaks TLS, or allow remote access explicitly.");
        }

        return address;
    }

    private async Task<Running> StartAsync(Door door, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection().BuildServiceProvider();
        var closing = CancellationTokenSource.CreateLinkedTokenSource(context.Draining);
        var traffic = new Traffic(new SocketTransportFactory(Options.Create(new SocketTransportOptions()), context.Logging), closing.Token);
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = services };
        options.Limits.MaxRequestBodySize = null; // each endpoint measures its own
        options.Limits.MaxRequestLineSize = 64 << 10; // open_revs with a thousand leaves
        options.Limits.MaxRequestBufferSize = 128 << 10;
        options.ListenHandle(door.Handle, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(traffic.Count);
        });

        var server = new KestrelServer(Options.Create(options), traffic, context.Logging);
        try
        {
            await server.StartAsync(new Application(pipeline, closing.Token), cancellationToken);
            return new Running(server, services, closing, door, traffic);
        }
        catch
        {
            server.Dispose();
            closing.Dispose();
            door.Dispose();
            await services.DisposeAsync();
            throw;
        }
    }

    private sealed record Running(KestrelServer Server, ServiceProvider Services, CancellationTokenSource Closing, Door Door, Traffic Traffic) : IDisposable
    {
        public void Dispose()
        {
            Server.Dispose();
            Closing.Dispose();
            Services.Dispose();
            Door.Dispose();
        }
    }

    private sealed class Application(RequestPipeline pipeline, CancellationToken closing) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context)
        {
            if (closing.IsCancellationRequested)
            {
                context.Response.Headers.Connection = "close"; // the next request goes to the next copy
            }

            return pipeline.HandleAsync(context, closing);
        }

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
