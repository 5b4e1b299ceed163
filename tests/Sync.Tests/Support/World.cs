using Aurix.Platform.Crypto;

namespace Aurix.Platform.Tests.Support;

/// <summary>A server, a hostile proxy before it, and devices that have opted in: fresh for each test, out of copied folders.</summary>
/// <remarks>Opting in costs a second of key stretching for each device, so it is done once for all tests.</remarks>
internal sealed class World : IAsyncDisposable
{
    public const string User = "alex";
    public const string Password = "correct horse battery staple";
    public const string Database = "aurix-test";

    /// <summary>The id of a document that nobody has.</summary>
    public const string Stranger = "dAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    /// <summary>A revision that nobody minted.</summary>
    public const string MadeUpRevision = "1-00000000000000000000000000000001";

    private static readonly Lazy<Task<string>> OptedIn = new(OptInAsync);

    private readonly string _disk;

    private World(string disk, Server server, HostileProxy proxy, Device[] devices)
    {
        _disk = disk;
        Server = server;
        Proxy = proxy;
        Devices = devices;
    }

    public Server Server { get; private set; }

    public HostileProxy Proxy { get; }

    public Device[] Devices { get; }

    public Device A => Devices[0];

    public Device B => Devices[1];

    public Device C => Devices[2];

    /// <summary>One to three devices that share a vault and have sent nothing yet.</summary>
    public static async Task<World> StartAsync(int devices = 2, IReadOnlyDictionary<string, string>? syncSettings = null, TimeProvider? clock = null)
    {
        var disk = Directory.CreateTempSubdirectory("aurix-sync-").FullName;
        Copy(await OptedIn.Value, disk);
        var server = await Server.StartAsync(Path.Combine(disk, "server"));
        var proxy = await HostileProxy.StartAsync(server.Address);
        var started = new Device[devices];
        for (var index = 0; index < devices; index++)
        {
            var folder = Path.Combine(disk, $"device{index}");
            await MoveAsync(Path.Combine(folder, "sync", "account.json"), proxy.Address);
            started[index] = await Device.StartAsync(folder, syncSettings, clock);
        }

        return new World(disk, server, proxy, started);
    }

    /// <summary>Two devices that have seen the same: "one" is 1, "two" is 2.</summary>
    public static async Task<World> SharedAsync()
    {
        var world = await StartAsync();
        await world.A.WriteAllAsync("one", "two");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        return world;
    }

    /// <summary>What holds after every attack: B's documents are what they were, each refusal is named, and other documents go on.</summary>
    public async Task AssertRefusedAsync(params string[] codes)
    {
        var before = await B.EverythingAsync();

        await B.SyncAsync();

        Assert.Equal(before, await B.EverythingAsync());
        Assert.Equal(codes, await B.RefusalsAsync());
        await A.WriteAsync("later", "5");
        await A.SyncAsync();
        await B.SyncAsync();
        Assert.Equal("5", await B.ReadAsync("later"));
    }

    /// <summary>A copy of the server's disk as it is now: yesterday's backup.</summary>
    public async Task<string> BackUpServerAsync()
    {
        var backup = Path.Combine(_disk, "backup-" + Guid.NewGuid());
        await Server.DisposeAsync();
        Copy(Server.Disk, backup);
        await ServeAsync(Server.Disk);
        return backup;
    }

    /// <summary>From now on the server is the one on this disk.</summary>
    public async Task ServeAsync(string disk)
    {
        if (disk != Server.Disk)
        {
            await Server.DisposeAsync();
        }

        Server = await Server.StartAsync(disk);
        Proxy.Target = Server.Address;
    }

    /// <summary>A copy of a device's disk as it is now. The device starts again.</summary>
    public async Task<string> BackUpDeviceAsync(int index)
    {
        var backup = Path.Combine(_disk, "backup-" + Guid.NewGuid());
        await Devices[index].DisposeAsync();
        Copy(Devices[index].Disk, backup);
        Devices[index] = await Device.StartAsync(Devices[index].Disk);
        return backup;
    }

    /// <summary>A device's process ends and starts again, perhaps from another disk.</summary>
    public async Task<Device> RestartAsync(int index, string? disk = null, IReadOnlyDictionary<string, string>? syncSettings = null, TimeProvider? clock = null)
    {
        await Devices[index].DisposeAsync();
        return Devices[index] = await Device.StartAsync(disk ?? Devices[index].Disk, syncSettings, clock);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var device in Devices)
        {
            await device.DisposeAsync();
        }

        await Proxy.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(_disk, recursive: true);
    }

    private static async Task<string> OptInAsync()
    {
        var disk = Directory.CreateTempSubdirectory("aurix-sync-").FullName;
        await using var server = await Server.StartAsync(Path.Combine(disk, "server"));
        for (var index = 0; index < 3; index++)
        {
            await using var device = await Device.StartAsync(Path.Combine(disk, $"device{index}"));
            if (index == 0)
            {
                await SetUpAsync(server, device);
            }

            var outcome = await device.EnableAsync($"{server.Address}{Database}", create: index == 0);
            outcome.RecoveryCode?.Dispose();
        }

        return disk;
    }

    // The server knows an account by what a device derives from the owner's password.
    public static async Task SetUpAsync(Server server, Device device)
    {
        using var password = Secret.FromCharacters(Password);
        var login = await device.Mediator.Send(new BeginLogin(User, Database, password));
        using var serverPassword = login.ServerPassword;
        await server.SetUpAsync(serverPassword);
        await device.Mediator.Send(new EndLogin(login.Number));
    }

    /// <summary>From now on this device finds the server elsewhere.</summary>
    public static async Task MoveAsync(string account, string address, string database = Database)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(account))!;
        json["address"] = $"{address}/{database}";
        await File.WriteAllTextAsync(account, json.ToJsonString());
    }

    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
