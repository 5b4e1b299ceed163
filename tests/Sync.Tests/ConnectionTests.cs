using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>The ways to a server: whose certificate is believed, which key is insisted on, what is in between.</summary>
public sealed class ConnectionTests
{
    private const string OtherPin = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    [Fact]
    public async Task A_certificate_of_nobody_we_know_gets_nothing()
    {
        await using var road = await Road.StartAsync();

        Assert.Equal("TlsInvalid", await road.RefusedAsync(ServerConnection.Default));
        Assert.Equal("TlsInvalid", await road.RefusedAsync(new() { Pins = [road.Certificate.Pin] })); // a pin narrows and never widens
        Assert.Empty(road.Proxy.Requests);
    }

    [Fact]
    public async Task An_authority_of_the_owners_own_is_believed_and_kept()
    {
        await using var road = await Road.StartAsync();

        await road.Device.EnableAsync(road.Address, new ServerConnection { Authorities = road.Certificate.Authority });
        await road.Device.SyncAsync();
        await road.World.RestartAsync(0);
        await road.Device.SyncAsync();

        Assert.Equal(3, road.Proxy.Count("POST", "/_session")); // one to opt in, one a round
    }

    [Fact]
    public async Task An_authority_does_not_vouch_for_another_name()
    {
        await using var road = await Road.StartAsync(host: "sync.example");

        Assert.Equal("TlsInvalid", await road.RefusedAsync(new() { Authorities = road.Certificate.Authority }));
    }

    [Fact]
    public async Task Another_authority_is_not_enough()
    {
        await using var road = await Road.StartAsync();
        using var other = new MadeCertificate();

        Assert.Equal("TlsInvalid", await road.RefusedAsync(new() { Authorities = other.Authority }));
    }

    [Fact]
    public async Task A_key_that_is_pinned_is_insisted_on()
    {
        await using var road = await Road.StartAsync();

        Assert.Equal("PinMismatch", await road.RefusedAsync(new() { Authorities = road.Certificate.Authority, Pins = [OtherPin] }));
        Assert.Empty(road.Proxy.Requests);

        await road.Device.EnableAsync(road.Address, new ServerConnection { Authorities = road.Certificate.Authority, Pins = [OtherPin, road.Certificate.Pin] });
        await road.Device.SyncAsync();
    }

    [Fact]
    public async Task A_proxy_that_is_named_is_gone_through()
    {
        await using var world = await World.StartAsync(1);
        await world.A.Mediator.Send(new DisableSync());

        await world.A.EnableAsync($"{world.Server.Address}{World.Database}", new ServerConnection { Proxy = world.Proxy.Address });
        world.Proxy.Requests.Clear();
        await world.A.SyncAsync();

        Assert.True(world.Proxy.Count("GET", "/_changes") > 0);
    }

    [Theory]
    [InlineData("http", "authority")]
    [InlineData("http", "pin")]
    [InlineData("https", "no certificate")]
    [InlineData("https", "pin that is none")]
    [InlineData("https", "proxy with a password")]
    [InlineData("https", "bearer without a token")]
    [InlineData("https", "token without bearer")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_sent(string scheme, string what)
    {
        await using var device = await Device.StartAsync();
        using var certificate = new MadeCertificate();
        var connection = what switch
        {
            "authority" => new ServerConnection { Authorities = certificate.Authority },
            "pin" => new ServerConnection { Pins = [OtherPin] },
            "no certificate" => new ServerConnection { Authorities = "hello" },
            "pin that is none" => new ServerConnection { Pins = ["sha256/AAAA"] },
            "proxy with a password" => new ServerConnection { Proxy = "http://alex:secret@proxy.example:3128" },
            "bearer without a token" => new ServerConnection { Auth = ServerAuth.Bearer },
            _ => ServerConnection.Default,
        };

        var refused = await Assert.ThrowsAsync<UsageException>(() => device.EnableAsync($"{scheme}://127.0.0.1:1/aurix-test", connection, what == "token without bearer" ? "token" : null));

        Assert.Equal("BadConnection", refused.Code);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(device.AccountPath));
    }

    /// <summary>A device that has opted out, and a server behind TLS.</summary>
    private sealed class Road(World world, HostileProxy proxy, MadeCertificate certificate) : IAsyncDisposable
    {
        public World World => world;

        public Device Device => world.A;

        public HostileProxy Proxy => proxy;

        public MadeCertificate Certificate => certificate;

        public string Address => $"{proxy.Address}/{World.Database}";

        public static async Task<Road> StartAsync(string host = "localhost")
        {
            var certificate = new MadeCertificate(host);
            var world = await World.StartAsync(1);
            await world.A.Mediator.Send(new DisableSync());
            return new(world, await HostileProxy.StartAsync(world.Server.Address, certificate.Server), certificate);
        }

        public async Task<string> RefusedAsync(ServerConnection connection) =>
            (await Assert.ThrowsAsync<RemoteRefusedException>(() => world.A.EnableAsync(Address, connection))).Code;

        public async ValueTask DisposeAsync()
        {
            await proxy.DisposeAsync();
            await world.DisposeAsync();
            certificate.Dispose();
        }
    }
}
