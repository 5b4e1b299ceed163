using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Live;

/// <summary>Devices that follow their server as the daemon's do, by a real clock, and a way to wait for what they come to show.</summary>
internal sealed class LiveWorld : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90); // no measure of anything: a test that waits for what never comes has to end

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _following = [];

    private LiveWorld(World world) => World = world;

    public World World { get; }

    public HostileProxy Proxy => World.Proxy;

    public Device A => World.A;

    public Device B => World.B;

    /// <summary>Devices of which the first two follow.</summary>
    public static async Task<LiveWorld> StartAsync(bool follow = true, int devices = 2, IReadOnlyDictionary<string, string>? syncSettings = null, TimeProvider? clock = null)
    {
        var live = new LiveWorld(await World.StartAsync(devices, syncSettings, clock ?? TimeProvider.System));
        if (follow)
        {
            live.Follow(live.A);
            live.Follow(live.B);
        }

        return live;
    }

    public void Follow(Device device) => _following.Add(device.Mediator.Send(new FollowServer(), _stop.Token));

    /// <summary>Waits until the document says this on that device.</summary>
    public static Task ShowsAsync(Device device, string id, string json) => UntilAsync(device, async () => await device.ReadAsync(id) == json, $"'{id}' never came to say {json}");

    /// <summary>Waits until something holds. Looked at whenever the device's feed goes on, and now and then for what is not in it.</summary>
    public static async Task UntilAsync(Device device, Func<Task<bool>> holds, string orElse)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            for (var since = LocalSequence.Start; !await holds();)
            {
                since = (await device.Mediator.Send(new ReadChanges(DatabaseName.Vault, since, 10_000), limit.Token)).LastSequence;
                if (!await holds())
                {
                    await device.Mediator.Send(new AwaitChanges(DatabaseName.Vault, since, TimeSpan.FromMilliseconds(100)), limit.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail(orElse);
        }
    }

    /// <summary>Waits until the device has no lane in trouble and its server's documents are its own.</summary>
    public static async Task EqualAsync(Device device)
    {
        var before = DateTimeOffset.UtcNow;
        await UntilAsync(device, async () => (await device.Mediator.Send(new DescribeSync())).LastEqual >= before, "never equal");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var following in _following)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        }

        await World.DisposeAsync();
        _stop.Dispose();
    }
}
