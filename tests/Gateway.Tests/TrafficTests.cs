using System.Net;
using System.Net.Sockets;
using Aurix.Platform.Gateway;
using Aurix.Platform.Gateway.Http;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests;

public sealed class TrafficTests : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new();
    private readonly Door _door = Door.Open(IPAddress.Loopback, 0, GatewayFace.Server);
    private readonly SocketConnectionContextFactory _connections = new(new(), NullLogger.Instance);
    private readonly Traffic _traffic;
    private readonly TaskCompletionSource _ended = new();
    private readonly List<Socket> _sockets = [];

    public TrafficTests() => _traffic = new(_door, _connections, _time, CancellationToken.None);

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        _connections.Dispose();
        _door.Dispose();
    }

    [Fact]
    public void Where_nobody_is_connected_nothing_is_waited_for() => Assert.True(_traffic.SettleAsync(Silence, Patience).IsCompletedSuccessfully);

    [Fact]
    public Task A_connection_that_says_nothing_is_waited_for_no_longer_than_a_moment() => AloneAsync(async () =>
    {
        Connect();
        var settled = _traffic.SettleAsync(Silence, Patience);

        Pass(190);
        Assert.False(settled.IsCompleted);
        Pass(10);
        await settled;
    });

    [Fact]
    public Task Who_spoke_just_now_may_speak_again() => AloneAsync(async () =>
    {
        Connect();
        var settled = _traffic.SettleAsync(Silence, Patience);

        Pass(150);
        _traffic.Spoke();
        Pass(190);
        Assert.False(settled.IsCompleted);
        Pass(10);
        await settled;
    });

    [Fact]
    public Task Who_goes_on_talking_ends_patience() => AloneAsync(async () =>
    {
        Connect();
        var settled = _traffic.SettleAsync(Silence, Patience);

        for (var spoken = 0; spoken < 19; spoken++)
        {
            Pass(100);
            _traffic.Spoke();
        }

        Assert.False(settled.IsCompleted);
        Pass(100);
        await settled;
    });

    [Fact]
    public Task When_the_last_connection_is_closed_it_is_over() => AloneAsync(async () =>
    {
        Connect();
        var settled = _traffic.SettleAsync(Silence, Patience);

        _ended.SetResult();
        Pass(10);
        await settled;
    });

    [Fact]
    public Task Who_has_sent_what_nobody_has_read_yet_is_not_silent() => AloneAsync(async () =>
    {
        var (theirs, ours) = Connect();
        theirs.Send("GET"u8);
        Assert.True(ours.Poll(Patience, SelectMode.SelectRead));
        var settled = _traffic.SettleAsync(Silence, Patience);

        Pass(1000);
        Assert.False(settled.IsCompleted);
        Assert.Equal(3, ours.Receive(new byte[3]));
        Pass(200);
        await settled;
    });

    // Where no context keeps what waits for the clock from going on within its advance.
    private static Task AloneAsync(Func<Task> test) => Task.Run(test);

    /// <summary>Answers the two ends of a connection.</summary>
    private (Socket Theirs, Socket Ours) Connect()
    {
        var theirs = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        theirs.Connect(_door.EndPoint);
        var ours = _door.AcceptAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        _sockets.AddRange([theirs, ours]);
        var connection = new DefaultConnectionContext();
        connection.Features.Set<IConnectionSocketFeature>(new Connected(ours));
        _ = _traffic.Count(_ => _ended.Task)(connection);
        return (theirs, ours);
    }

    private void Pass(int milliseconds)
    {
        for (var passed = 0; passed < milliseconds; passed += 10)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
        }
    }

    private sealed record Connected(Socket Socket) : IConnectionSocketFeature;
}
