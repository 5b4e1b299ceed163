using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Aurix.Platform.Gateway;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Tests.Swapping;

/// <summary>Who knocks at the gateway, or is connected to it, does not notice that it was swapped.</summary>
public sealed class GatewaySwapTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task After_each_of_many_swaps_it_answers_who_connects()
    {
        await using var host = await WholeHost.StartAsync();
        var door = await host.Mediator.Send(new OpenGateway("127.0.0.1", 0, AllowRemote: false));

        for (var swap = 0; swap < 12; swap++)
        {
            await host.Mediator.Send(new ReloadModule("aurix.gateway"));
            using var http = new HttpClient { BaseAddress = door, Timeout = Patience };
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("_up", UriKind.Relative))).StatusCode);
        }

        Assert.True(await host.Mediator.Send(new CloseGateway()));
        using var late = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => late.ConnectAsync(IPAddress.Loopback, door.Port))).SocketErrorCode);
    }

    [Fact]
    public async Task A_connection_that_says_nothing_is_closed_without_waiting_for_it_and_a_request_that_is_half_sent_is_answered()
    {
        await using var host = await WholeHost.StartAsync();
        var door = await host.Mediator.Send(new OpenGateway("127.0.0.1", 0, AllowRemote: false));
        using var silent = await ConnectAsync(door);
        using var halfWay = await ConnectAsync(door);
        Assert.StartsWith("HTTP/1.1 200", await AskAsync(silent, "GET /_up HTTP/1.1\r\nHost: a\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 100", await AskAsync(halfWay, "POST /_session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"), StringComparison.Ordinal);

        var swap = host.Mediator.Send(new ReloadModule("aurix.gateway"));
        Assert.Equal(0, await silent.ReceiveAsync(new byte[1])); // closed, with no half answer before it
        Assert.False(swap.IsCompleted);
        var answer = await AskAsync(halfWay, "{}");

        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
        Assert.Equal("aurix.gateway", (await swap).Module);
    }

    private static async Task<Socket> ConnectAsync(Uri door)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, door.Port);
        return socket;
    }

    private static async Task<string> AskAsync(Socket socket, string text)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes(text));
        var (buffer, length) = (new byte[4096], 0);
        while (!IsWhole(Encoding.ASCII.GetString(buffer, 0, length)))
        {
            length += await socket.ReceiveAsync(buffer.AsMemory(length)).AsTask().WaitAsync(Patience);
        }

        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    // An answer may come in several pieces.
    private static bool IsWhole(string answer)
    {
        var body = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return body >= 0 && (!answer.Contains("chunked", StringComparison.Ordinal) || answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
            && (Regex.Match(answer, @"Content-Length: (\d+)") is not { Success: true } length || answer.Length == body + 4 + int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture));
    }
}
