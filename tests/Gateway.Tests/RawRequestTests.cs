using System.Net.Sockets;
using System.Text;

namespace Aurix.Platform.Tests;

/// <summary>Requests that no decent client sends, written byte by byte.</summary>
public sealed class RawRequestTests : IAsyncLifetime
{
    private GatewayFixture _gateway = null!;

    public async Task InitializeAsync() => _gateway = await GatewayFixture.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [InlineData("/notes/%zz", 400)]
    [InlineData("/notes/%", 400)]
    [InlineData("/notes/%ff", 400)]
    [InlineData("/notes/..%2fvault", 404)]
    [InlineData("/notes/%2e%2e", 404)]
    [InlineData("/..%2fnotes", 403)]
    [InlineData("/vault/a", 403)]
    [InlineData("http://elsewhere.example/notes", 200)]
    public async Task A_path_means_what_it_spells_and_nothing_else(string target, int status) =>
        Assert.StartsWith($"HTTP/1.1 {status} ", await SendAsync($"GET {target} HTTP/1.1\r\n{Headers()}\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task An_id_of_64_KiB_and_a_flood_of_headers_are_refused()
    {
        Assert.StartsWith("HTTP/1.1 414 ", await SendAsync($"GET /notes/{new string('x', 64 << 10)} HTTP/1.1\r\n{Headers()}\r\n"), StringComparison.Ordinal);
        var flood = string.Concat(Enumerable.Range(0, 200).Select(n => $"X-{n}: y\r\n"));
        Assert.StartsWith("HTTP/1.1 431 ", await SendAsync($"GET /notes HTTP/1.1\r\n{Headers()}{flood}\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_body_that_breaks_off_writes_nothing()
    {
        await SendAsync($"PUT /notes/a HTTP/1.1\r\n{Headers()}Transfer-Encoding: chunked\r\n\r\n10\r\n{{}}", hangUp: true);
        await _gateway.ExpectAsync(404, """{"error":"not_found","reason":"missing"}""", "GET", "/notes/a");
    }

    private static string Headers() => $"Host: elsewhere.example\r\nConnection: close\r\nAuthorization: Basic {Convert.ToBase64String("ines:pw-ines"u8)}\r\n";

    // Reads until the server hangs up, which it does after each of these; to it a client that ends its own side has left.
    private async Task<string> SendAsync(string request, bool hangUp = false)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_gateway.Address.Host, _gateway.Address.Port);
        var stream = socket.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
            if (hangUp)
            {
                socket.Client.Shutdown(SocketShutdown.Send);
            }

            await stream.CopyToAsync(answer);
        }
        catch (IOException)
        {
            // Reset instead of closed, because the server had not read all of it: what it said before is there.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
