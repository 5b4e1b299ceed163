using System.Net;
using System.Net.Sockets;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
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
                throw new UsageException("AlreadyOpen", $"The gateway already listens on {already.Address}.", "Close it first, or use the address it has.");
            }

            _running = await StartAsync(address, port, cancellationToken);
            GatewayLog.Opened(logger, _running.Address);
            return _running.Address;
        }
        finally
        {
            _gate.Release();
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

    private async Task<Running> StartAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new UsageException("BadPort", $"{port} is not a port.", "Give a number from 0 to 65535; 0 takes a free one.");
        }

        var services = new ServiceCollection().BuildServiceProvider();
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = services };
        options.Limits.MaxRequestBodySize = null; // each endpoint measures its own
        options.Limits.MaxRequestLineSize = 64 << 10; // open_revs with a thousand leaves
        options.Limits.MaxRequestBufferSize = 128 << 10;
        options.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http1);

        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), context.Logging);
        var server = new KestrelServer(Options.Create(options), transport, context.Logging);
        var closing = CancellationTokenSource.CreateLinkedTokenSource(context.Draining);
        try
        {
            await server.StartAsync(new Application(pipeline, closing.Token), cancellationToken);
        }
        catch (Exception exception)
        {
            server.Dispose();
            closing.Dispose();
            await services.DisposeAsync();
            if (exception is IOException { InnerException: AddressInUseException } or SocketException { SocketErrorCode: SocketError.AccessDenied })
            {
                throw new UsageException("PortTaken", $"Port {port} on {address} is not free.", "Take another port, or 0 for any free one.", exception);
            }

            throw;
        }

        var listening = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return new Running(server, services, closing, new Uri(listening));
    }

    private sealed record Running(KestrelServer Server, ServiceProvider Services, CancellationTokenSource Closing, Uri Address) : IDisposable
    {
        public void Dispose()
        {
            Server.Dispose();
            Closing.Dispose();
            Services.Dispose();
        }
    }

    private sealed class Application(RequestPipeline pipeline, CancellationToken closing) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => pipeline.HandleAsync(context, closing);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
