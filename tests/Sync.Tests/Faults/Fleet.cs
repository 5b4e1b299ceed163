using System.Collections.Concurrent;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Faults;

/// <summary>Devices that write, delete, attach and sync by a seed, and what they were told is kept.</summary>
internal sealed class Fleet(World world, int seed)
{
    private const int MostRounds = 12; // logs are read again and what was refused is offered again within a few

    private readonly Random _chance = new(seed);
    private readonly Deeds _deeds = new(seed);

    /// <summary>How rounds ended, by the code of their error.</summary>
    public ConcurrentDictionary<string, int> Endings { get; } = new();

    /// <summary>So many things happen, one after the other or all devices at once.</summary>
    public async Task LiveAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            var index = _chance.Next(world.Devices.Length);
            var device = world.Devices[index];
            switch (_chance.Next(16))
            {
                case < 7:
                    await _deeds.WriteAsync(device);
                    break;
                case 7:
                    await _deeds.DeleteAsync(device);
                    break;
                case 8:
                    await _deeds.AttachAsync(device);
                    break;
                case 9:
                    await world.RestartAsync(index);
                    break;
                case < 12:
                    await Task.WhenAll(world.Devices.Select(TryRoundAsync));
                    await AssertCheckpointsAsync();
                    break;
                default:
                    await TryRoundAsync(device);
                    await AssertCheckpointsAsync();
                    break;
            }
        }
    }

    /// <summary>Rounds over a good road until nothing moves any more. What was refused waits for a day, so a day passes.</summary>
    public async Task SettleAsync()
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var moved = false;
            foreach (var device in world.Devices)
            {
                var report = await device.SyncAsync();
                moved |= report.DocumentsPulled + report.DocumentsPushed + report.ChunksPulled + report.ChunksPushed > 0;
            }

            if (round == 2)
            {
                foreach (var device in world.Devices)
                {
                    device.Time.Advance(TimeSpan.FromHours(25));
                }
            }
            else if (round > 3 && !moved)
            {
                return;
            }
        }

        Assert.Fail("the devices do not come to rest");
    }

    public async Task AssertNothingIsLostAsync()
    {
        var states = await Task.WhenAll(world.Devices.Select(device => device.StateAsync()));
        Assert.Equal(states[0], states[1]);
        Assert.Equal(states[0], states[2]);
        Assert.DoesNotContain("heads 2", states[0], StringComparison.Ordinal);
        await AssertCheckpointsAsync();
        foreach (var device in world.Devices)
        {
            await _deeds.AssertKeptAsync(device);
        }
    }

    private async Task TryRoundAsync(Device device)
    {
        var ending = "ended well";
        try
        {
            await device.SyncAsync();
        }
        catch (AurixException trouble)
        {
            ending = trouble.Code;
        }

        Endings.AddOrUpdate(ending, 1, (_, count) => count + 1);
    }

    private async Task AssertCheckpointsAsync()
    {
        foreach (var device in world.Devices)
        {
            await Undecided.AssertNoneAsync(world, device);
        }
    }
}
