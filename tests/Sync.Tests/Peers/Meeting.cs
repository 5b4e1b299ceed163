using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Peers;

/// <summary>Two devices, or three, before a server of some make, out of copied folders, with a proxy between that records and may interfere.</summary>
internal sealed class Meeting : IAsyncDisposable
{
    private readonly string _disk;
    private readonly TimeProvider? _clock;

    private Meeting(string disk, ForeignServer server, HostileProxy proxy, Device[] devices, TimeProvider? clock)
    {
        _disk = disk;
        _clock = clock;
        Server = server;
        Proxy = proxy;
        Devices = devices;
    }

    public ForeignServer Server { get; }

    public HostileProxy Proxy { get; }

    public Device[] Devices { get; }

    public Device A => Devices[0];

    public Device B => Devices[1];

    public static async Task<Meeting> StartAsync(ForeignServer server, string folder, int count, TimeProvider? clock)
    {
        var disk = Directory.CreateTempSubdirectory("aurix-meeting-").FullName;
        World.Copy(folder, disk);
        var proxy = await HostileProxy.StartAsync(server.Listening);
        var devices = new Device[count];
        for (var index = 0; index < devices.Length; index++)
        {
            var device = Path.Combine(disk, $"device{index}");
            await World.MoveAsync(Path.Combine(device, "sync", "account.json"), proxy.Address, server.Database);
            devices[index] = await Device.StartAsync(device, clock: clock);
        }

        return new(disk, server, proxy, devices, clock);
    }

    /// <summary>A device's process ends and starts again.</summary>
    public async Task<Device> RestartAsync(int index)
    {
        await Devices[index].DisposeAsync();
        return Devices[index] = await Device.StartAsync(Devices[index].Disk, clock: _clock);
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
        foreach (var device in Devices)
        {
            await device.DisposeAsync();
        }

        await Proxy.DisposeAsync();
        Directory.Delete(_disk, recursive: true);
    }
}
