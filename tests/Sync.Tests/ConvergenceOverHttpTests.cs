using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Devices that edit at random come to show the same, over the real road.</summary>
public sealed class ConvergenceOverHttpTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Three_devices_end_equal(int seed)
    {
        await using var world = await World.StartAsync(devices: 3);
        var chance = new Random(seed);
        for (var step = 0; step < 40; step++)
        {
            var device = world.Devices[chance.Next(3)];
            if (chance.Next(3) == 0)
            {
                await device.SyncAsync();
            }
            else
            {
                await device.WriteAsync($"note {chance.Next(4)}", $"{step}");
            }
        }

        for (var round = 0; round < 3; round++)
        {
            foreach (var device in world.Devices)
            {
                await device.SyncAsync();
            }
        }

        var states = await Task.WhenAll(world.Devices.Select(device => device.StateAsync()));
        Assert.NotEmpty(states[0]);
        Assert.Equal(states[0], states[1]);
        Assert.Equal(states[0], states[2]);
        Assert.DoesNotContain("heads 2", states[0], StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(world.Devices.Select(device => device.RefusalsAsync())), Assert.Empty);
    }
}
