using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Peers;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Faults;

/// <summary>Devices that follow their server all the time while their owners write, delete and attach by a seed, and while the road has its faults.</summary>
internal sealed class LiveFleet : IAsyncDisposable
{
    private readonly Meeting _meeting;
    private readonly FaultSchedule _schedule;
    private readonly Random _chance;
    private readonly Deeds _deeds;
    private readonly Following[] _following;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(90)); // no measure of anything: a test that waits for what never comes has to end

    public LiveFleet(Meeting meeting, FaultSchedule schedule, int seed)
    {
        (_meeting, _schedule, _chance, _deeds) = (meeting, schedule, new(seed), new(seed));
        meeting.Proxy.Heartbeat = SwiftTime.Heartbeat;
        BeFaulty();
        _following = [.. meeting.Devices.Select(device => new Following(device))];
    }

    /// <summary>So many things happen; after what is certain to be sent, some requests may come before the next.</summary>
    public async Task LiveAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            var index = _chance.Next(_following.Length);
            switch (_chance.Next(16))
            {
                case 0:
                    await RestartAsync(index);
                    break;
                case 1:
                    await _deeds.DeleteAsync(_meeting.Devices[index]);
                    break;
                case 2:
                    await _deeds.AttachAsync(_meeting.Devices[index]);
                    break;
                case < 6:
                    await FlapAsync(index);
                    break;
                default:
                    await _deeds.WriteAsync(_meeting.Devices[index]);
                    await _schedule.AwaitAsync(_chance.Next(12), _limit.Token);
                    break;
            }
        }
    }

    /// <summary>The road is good from now on, nobody does anything more, and everything comes to rest by itself: all devices equal, and nothing lost.</summary>
    public async Task SettleAsync()
    {
        _meeting.Proxy.BeHonest();
        try
        {
            while (!await IsSettledAsync())
            {
                var seen = (await _meeting.A.Mediator.Send(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 10_000), _limit.Token)).LastSequence;
                await _meeting.A.Mediator.Send(new AwaitChanges(DatabaseName.Vault, seen, TimeSpan.FromSeconds(5)), _limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail("never came to rest:\n" + string.Join("\n\n", await Task.WhenAll(_meeting.Devices.Select(DescribeAsync))));
        }

        foreach (var device in _meeting.Devices)
        {
            await _deeds.AssertKeptAsync(device);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var following in _following)
        {
            await following.DisposeAsync();
        }

        _limit.Dispose();
    }

    private void BeFaulty()
    {
        _meeting.Proxy.Before = _schedule.RefuseFeed;
        _meeting.Proxy.Pass = _schedule.PassAsync;
        _meeting.Proxy.Feed = _schedule.PassFeed;
    }

    private async Task RestartAsync(int index)
    {
        await _following[index].DisposeAsync();
        _following[index] = new(await _meeting.RestartAsync(index));
    }

    // The network is gone while two owners write, and comes back.
    private async Task FlapAsync(int index)
    {
        _meeting.Proxy.CutOff();
        await _deeds.WriteAsync(_meeting.Devices[index]);
        await _deeds.WriteAsync(_meeting.Devices[_chance.Next(_following.Length)]);
        BeFaulty();
    }

    private async Task<bool> IsSettledAsync()
    {
        var states = await Task.WhenAll(_meeting.Devices.Select(device => device.StateAsync()));
        if (states.Distinct().Count() > 1 || states[0].Contains("heads 2", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var device in _meeting.Devices)
        {
            var lanes = (await device.Mediator.Send(new DescribeSync())).Live;
            if (!lanes.All(lane => lane.IsWell) || !await _deeds.HasFilesAsync(device) || (await device.QuarantineAsync()).Length > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<string> DescribeAsync(Device device) => string.Join(
        '\n',
        (await device.Mediator.Send(new DescribeSync())).Live.Select(lane => lane.ToString())
            .Concat((await device.QuarantineAsync()).Select(entry => entry.ToString()))
            .Append(await device.StateAsync()));

    private sealed class Following : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public Following(Device device) => _running = device.Mediator.Send(new FollowServer(), _stop.Token);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
            _stop.Dispose();
        }
    }
}
