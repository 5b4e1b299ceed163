using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Remotes;

/// <summary>A syncs with home and office, B with home only, C with office only.</summary>
internal sealed class TwoServers : IAsyncDisposable
{
    public static readonly RemoteName Backup = new("backup");

    private TwoServers(World world, Server office)
    {
        World = world;
        Office = office;
    }

    public World World { get; }

    public Device A => World.A;

    public Device B => World.B;

    public Device C => World.C;

    /// <summary>A's second server.</summary>
    public Server Office { get; }

    public string OfficeAddress => $"{Office.Address}{World.Database}";

    /// <param name="clock">Of the devices; null for one whose delays end at once.</param>
    /// <param name="join">Whether A puts the vault on the second server and C joins it there.</param>
    public static async Task<TwoServers> StartAsync(TimeProvider? clock = null, bool join = true)
    {
        var world = await World.StartAsync(3, clock: clock);
        var two = new TwoServers(world, await Server.StartAsync());
        await World.SetUpAsync(two.Office, world.A);
        if (join)
        {
            await EnableAsync(world.A, two.OfficeAddress, Backup, create: true);
            await world.C.Mediator.Send(new DisableSync());
            await EnableAsync(world.C, two.OfficeAddress, RemoteName.Main);
        }

        return two;
    }

    public static async Task<EnableOutcome> EnableAsync(Device device, string address, RemoteName remote, bool create = false)
    {
        using var secret = Secret.FromCharacters(World.Password);
        var outcome = await device.Mediator.Send(new EnableSync(address, World.User, secret, create) { Remote = remote });
        outcome.RecoveryCode?.Dispose();
        return outcome;
    }

    /// <summary>Everybody syncs until nothing is left to tell.</summary>
    public async Task SettleAsync()
    {
        for (var times = 0; times < 2; times++)
        {
            foreach (var device in World.Devices)
            {
                await device.SyncAsync();
            }
        }

        await A.SyncAsync();
        await B.SyncAsync();
        await C.SyncAsync();
    }

    public static Task<JobOutcome> RoundsAsync(Device device, RemoteName? remote = null) => device.Mediator.Send(new RunSyncRound { Remote = remote });

    public static Task<SyncStatus> StatusAsync(Device device, RemoteName remote) => device.Mediator.Send(new DescribeSync { Remote = remote });

    public static async Task<string[]> AlarmsAsync(Device device, RemoteName remote) =>
        [.. (await device.Mediator.Send(new ListAlarms { Remote = remote })).Select(alarm => alarm.Code)];

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        await Office.DisposeAsync();
        Directory.Delete(Office.Disk, recursive: true);
    }
}
