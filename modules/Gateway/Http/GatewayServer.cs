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
internal sealed class GatewayServer(RequestPipeline pipeline, IEnumerable<IFace> faces, IModuleContext context, ILogger<GatewayServer> logger) : IDisposable
{
    // Who is between two requests sends the next within this, on a busy machine too, and is told with the answer that the connection ends. Shorter, and a
    // request may cross with the end of its connection; longer, and a swap takes as long as connections that only lie there are waited for.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2); // for those who go on talking: requests under way are waited for after it as well

    private readonly SemaphoreSlim _gate = new(1, 1);
    private Running? _running;

    /// <summary>Starts to listen and answers where.</summary>
    /// <exception cref="UsageException">Already open, not loopback, or the port is taken.</exception>
    public async Task<Uri> OpenAsync(string host, int port, bool allowRemote, GatewayFace face, CancellationToken cancellationToken)
    {
        var address = Resolve(host, allowRemote, face);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_running is { } already)
            {
                throw new UsageException("AlreadyOpen", $"The gateway already listens on {already.Door.Address}.", "Close it first, or use the address it has.");
            }

            _running = await StartAsync(Door.Open(address, port, face), cancellationToken);
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

    /// <summary>Where the door is, for the next copy; nothing when it is shut.</summary>
    public byte[] ShowDoor() => _running?.Door.Show() ?? [];

    /// <summary>
    /// When another copy listens at the same door: this one takes no new connection, answers what still comes over old ones and says that they end, until
    /// those that are left say nothing. Without another copy, nothing is waited for.
    /// </summary>
    public Task RetireAsync() => _running is { Door.IsShared: true } running ? running.Traffic.SettleAsync(Silence, Patience) : Task.CompletedTask;

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
            await running.Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    private static IPAddress Resolve(string host, bool allowRemote, GatewayFace face)
    {
        var address = host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(host.Trim('[', ']'), out var parsed) ? parsed
            : throw new UsageException("BadAddress", $"'{host}' is not an IP address.", "Give an address such as 127.0.0.1.");
        if (!IPAddress.IsLoopback(address) && face is GatewayFace.Apps)
        {
            throw new UsageException("NotLoopback", $"{address} can be reached by other machines, and apps of this device need no such address.", "Take 127.0.0.1.");
        }

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
        var connections = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), context.Logging.CreateLogger<SocketConnectionContextFactory>());
        var traffic = new Traffic(door, connections, context.Time, closing.Token);
        var options = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = services };
        options.Limits.MaxRequestBodySize = null; // each endpoint measures its own
        options.Limits.MaxRequestLineSize = 64 << 10; // open_revs with a thousand leaves
        options.Limits.MaxRequestBufferSize = 128 << 10;
        options.Listen((IPEndPoint)door.EndPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(traffic.Count);
        });

        var face = faces.Single(face => face.Face == door.Face);
        var server = new KestrelServer(Options.Create(options), traffic, context.Logging);
        try
        {
            await server.StartAsync(new Application(pipeline, face, traffic, closing.Token), cancellationToken);
            return new Running(server, services, closing, door, connections, traffic, Task.Run(() => face.WorkAsync(closing.Token), CancellationToken.None));
        }
        catch
        {
            server.Dispose();
            closing.Dispose();
            connections.Dispose();
            door.Dispose();
            await services.DisposeAsync();
            throw;
        }
    }

    private sealed record Running(KestrelServer Server, ServiceProvider Services, CancellationTokenSource Closing, Door Door, SocketConnectionContextFactory Connections, Traffic Traffic, Task Work) : IDisposable
    {
        public void Dispose()
        {
            Server.Dispose();
            Closing.Dispose();
            Connections.Dispose();
            Services.Dispose();
            Door.Dispose();
        }
    }

    private sealed class Application(RequestPipeline pipeline, IFace face, Traffic traffic, CancellationToken closing) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context)
        {
            traffic.Spoke();
            if (closing.IsCancellationRequested)
            {
                context.Response.Headers.Connection = "close"; // the next request goes to the next copy
            }

            return pipeline.HandleAsync(context, face, closing);
        }

        public void DisposeContext(HttpContext context, Exception? exception) => traffic.Spoke();
    }
}
