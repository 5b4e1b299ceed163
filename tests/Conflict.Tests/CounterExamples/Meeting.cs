using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Tests.Simulation;

namespace Aurix.Platform.Tests.CounterExamples;

/// <summary>A few devices and a server over the real modules, moved step by step: each line of a test is something that happens.</summary>
internal sealed class Meeting : IAsyncDisposable
{
    public static readonly DocumentId Note = new("note:1");
    private const int Seed = 1;

    private readonly string _disk = Directory.CreateTempSubdirectory("aurix-meeting-").FullName;
    private readonly List<SimulatedDevice> _devices = [];
    private readonly Fleet _fleet;

    private Meeting(Fleet fleet) => _fleet = fleet;

    public SimulatedServer Server { get; private set; } = null!;

    public SimulatedDevice this[int number] => _devices[number];

    /// <summary>Devices with one vault that hold nothing yet.</summary>
    public static async Task<Meeting> StartAsync(string fleet, int devices)
    {
        var meeting = new Meeting(Fleet.All.Single(one => one.Name == fleet));
        meeting.Server = await SimulatedServer.StartAsync(Path.Combine(meeting._disk, "server"));
        for (var number = 0; number < devices; number++)
        {
            meeting._devices.Add(await SimulatedDevice.StartAsync(meeting.DiskOf(number), number, Seed, meeting._fleet));
        }

        return meeting;
    }

    /// <summary>All have the first text; then the first device has the second, the next the third, and the server has them all.</summary>
    public async Task DivideAsync(string before, params string[] versions)
    {
        await SayAsync(0, before);
        await this[0].PushAsync(Server);
        await PullAllAsync();
        for (var number = 0; number < versions.Length; number++)
        {
            await SayAsync(number, versions[number]);
        }

        foreach (var device in _devices)
        {
            await device.PushAsync(Server);
        }
    }

    /// <summary>A device makes the note say this.</summary>
    public async Task<Revision> SayAsync(int device, string json) =>
        Assert.NotNull(await this[device].EditAsync(Note, _ => JsonNode.Parse(json)!.AsObject(), look: true));

    /// <summary>The second device has the title "w1"; the first has gone on to "w6", further than the server remembers, so that "w1" is unknown there.</summary>
    public async Task LeaveBehindAsync()
    {
        await Server.StemAsync(2);
        await SayAsync(0, """{"title":"w1"}""");
        await this[0].PushAsync(Server);
        await this[1].PullAsync(Server, () => true);
        for (var edit = 2; edit <= 6; edit++)
        {
            await SayAsync(0, $$"""{"title":"w{{edit}}"}""");
            await this[0].PushAsync(Server);
        }
    }

    public async Task PullAllAsync()
    {
        foreach (var device in _devices)
        {
            await device.PullAsync(Server, () => true);
        }
    }

    /// <summary>Everybody pulls and settles, and only then everybody pushes: the worst case for races. Hours pass.</summary>
    public async Task RoundsAsync(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            await PullAllAsync();
            foreach (var device in _devices)
            {
                device.Time.Advance(TimeSpan.FromHours(7));
                await device.NormaliseAsync();
            }

            foreach (var device in _devices)
            {
                await device.PushAsync(Server);
            }
        }
    }

    /// <summary>A device that knows only the server, after it settled what it found there.</summary>
    public async Task<SimulatedDevice> JoinAsync()
    {
        var number = _devices.Count;
        var device = await SimulatedDevice.StartAsync(DiskOf(number), number, Seed, _fleet with { StrategiesOf = _ => _fleet.StrategiesOf(0) });
        _devices.Add(device);
        await device.PullAsync(Server, () => true);
        await device.NormaliseAsync();
        return device;
    }

    public async Task<GetOutcome.Found> ShownAsync(int device) => Assert.IsType<GetOutcome.Found>(await this[device].Mediator.Send(new GetDocument(Note)));

    /// <summary>What each device shows, each text once.</summary>
    public async Task<HashSet<string>> ShownEverywhereAsync()
    {
        var shown = new HashSet<string>();
        for (var number = 0; number < _devices.Count; number++)
        {
            var found = await ShownAsync(number);
            shown.Add($"{found.Revision} {found.Body.Deleted} {found.Body.Content.ToText()}");
        }

        return shown;
    }

    /// <summary>Every merge of the note that any device ever met.</summary>
    public async Task<HashSet<Revision>> MergesAsync()
    {
        var merges = new HashSet<Revision>();
        foreach (var device in _devices)
        {
            merges.UnionWith((await device.TreesAsync()).SelectMany(tree => tree.Nodes).Where(node => node.Body?.Kind is DocumentBodyKind.Merge).Select(node => node.Revision));
        }

        return merges;
    }

    public string BackupOf(int device) => Path.Combine(_disk, $"backup{device}");

    public async ValueTask DisposeAsync()
    {
        foreach (var device in _devices)
        {
            await device.DisposeAsync();
        }

        await Server.DisposeAsync();
        Directory.Delete(_disk, recursive: true);
    }

    private string DiskOf(int number) => Path.Combine(_disk, $"device{number}");
}
