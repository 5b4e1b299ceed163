using System.Net;
using System.Net.Sockets;

namespace Aurix.Platform.Tests;

/// <summary>Takes what an OpenTelemetry exporter sends over HTTP, and keeps it as it came.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly MemoryStream _received = new();
    private readonly Task _taking;

    public Collector()
    {
        (_listener, Address) = Listen();
        _taking = Task.Run(TakeAsync);
    }

    public string Address { get; }

    /// <summary>Where things were sent: <c>/v1/traces</c>, <c>/v1/metrics</c>.</summary>
    public HashSet<string> Paths { get; } = [];

    public byte[] Received => _received.ToArray();

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _taking;
    }

    private async Task TakeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await context.Request.InputStream.CopyToAsync(_received);
            Paths.Add(context.Request.Url!.AbsolutePath);
            context.Response.Close();
        }
    }

    // A port that is free now may be taken before we have it.
    private static (HttpListener Listener, string Address) Listen()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            var listener = new HttpListener { Prefixes = { address } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }
}
