using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Peers;

/// <summary>Two devices before a server of some make, out of copied folders, with a proxy between that records and may interfere.</summary>
internal sealed class Meeting : IAsyncDisposable
{
    private readonly string _disk;

    private Meeting(string disk, ForeignServer server, HostileProxy proxy, Device[] devices)
    {
        _disk = disk;
        Server = server;
        Proxy = proxy;
        (A, B) = (devices[0], devices[1]);
    }

    public ForeignServer Server { get; }

    public HostileProxy Proxy { get; }

    public Device A { get; }

    public Device B { get; }

    public static async Task<Meeting> StartAsync(ForeignServer server, string folder)
    {
        var disk = Directory.CreateTempSubdirectory("aurix-meeting-").FullName;
        World.Copy(folder, disk);
        var proxy = await HostileProxy.StartAsync(server.Listening);
        var devices = new Device[2];
        for (var index = 0; index < devices.Length; index++)
        {
            var device = Path.Combine(disk, $"device{index}");
            await World.MoveAsync(Path.Combine(device, "sync", "account.json"), proxy.Address, server.Database);
            devices[index] = await Device.StartAsync(device);
        }

        return new(disk, server, proxy, devices);
    }

    /// <summary>Each has seen what the other has.</summary>
    public async Task SettleAsync()
    {
        await A.SyncAsync();
        await B.SyncAsync();
        await A.SyncAsync();
    }

    /// <summary>Both show the same, and a further round moves nothing.</summary>
    public async Task AssertQuietAsync()
    {
        Assert.Equal(await A.StateAsync(), await B.StateAsync());
        var quiet = await B.SyncAsync();
        Assert.Equal((0, 0, 0, 0), (quiet.DocumentsPulled, quiet.DocumentsPushed, quiet.ChunksPulled, quiet.ChunksPushed));
        Assert.Empty(await A.AlarmsAsync());
        Assert.Empty(await B.AlarmsAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
        await Proxy.DisposeAsync();
        Directory.Delete(_disk, recursive: true);
    }
}
