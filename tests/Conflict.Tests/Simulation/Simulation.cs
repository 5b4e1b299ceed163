using System.Globalization;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>Runs a schedule, lets everybody come to rest, and looks whether anything was lost or anybody differs.</summary>
internal sealed class Simulation : IAsyncDisposable
{
    private const int Rounds = 8; // two are enough where bases are known; grace takes three more, a redo one
    private static readonly DocumentId[] Ids = [new("note:1"), new("note:2")];

    private readonly string _disk = Directory.CreateDirectory(Path.Combine(Root, Guid.NewGuid().ToString("N"))).FullName;
    private readonly Schedule _schedule;
    private readonly WordBook _book = new();
    private readonly List<SimulatedDevice> _devices = [];
    private readonly HashSet<int> _dead = [];
    private readonly HashSet<int> _backedUp = [];
    private SimulatedServer _server = null!;

    private Simulation(Schedule schedule) => _schedule = schedule;

    // Thousands of stores that each wait for the disk would measure the disk.
    private static string Root => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private IEnumerable<SimulatedDevice> Alive => _devices.Where((_, number) => !_dead.Contains(number));

    /// <summary>What went wrong; null when nothing did.</summary>
    public static async Task<string?> RunAsync(Schedule schedule)
    {
        await using var simulation = new Simulation(schedule);
        return await simulation.RunAsync();
    }

    /// <summary>What the devices hold when all has come to rest.</summary>
    public static async Task<string> EndStateAsync(Schedule schedule)
    {
        await using var simulation = new Simulation(schedule);
        await simulation.RunAsync();
        return string.Join('\n', await simulation.StatesAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var device in _devices)
        {
            await device.DisposeAsync();
        }

        await _server.DisposeAsync();
        Directory.Delete(_disk, recursive: true);
    }

    private async Task<string?> RunAsync()
    {
        _server = await SimulatedServer.StartAsync(Path.Combine(_disk, "server"));
        for (var number = 0; number < _schedule.Devices; number++)
        {
            _devices.Add(await SimulatedDevice.StartAsync(Path.Combine(_disk, $"device{number}"), number, _schedule.Seed, _schedule.Fleet));
        }

        foreach (var step in _schedule.Steps.Where(step => !_dead.Contains(step.Device)))
        {
            await DoAsync(step, _devices[step.Device]);
        }

        return await RestAsync() ?? await LookAsync();
    }

    private async Task DoAsync(Step step, SimulatedDevice device)
    {
        var word = "w" + step.Number.ToString(CultureInfo.InvariantCulture);
        var random = new Random(step.Chance);
        switch (step.Kind)
        {
            case StepKind.AddWord or StepKind.RemoveWord or StepKind.AddTag or StepKind.RewriteText or StepKind.SetTitle:
                await EditAsync(step, device, word, random);
                break;
            case StepKind.Delete:
                if (await device.DeleteAsync(Ids[step.Document]) is { } deleted)
                {
                    _book.Removed(WordBook.In(deleted));
                }

                break;
            case StepKind.PullAll:
                await device.PullAsync(_server, () => true);
                break;
            case StepKind.PullSome:
                await device.PullAsync(_server, () => random.Next(3) > 0);
                break;
            case StepKind.Normalise:
                await device.NormaliseAsync();
                break;
            case StepKind.PushAll:
                await device.PushAsync(_server);
                break;
            case StepKind.PushPart:
                await device.PushAsync(_server, atMost: random.Next(4));
                break;
            case StepKind.PushUnheard:
                await device.PushAsync(_server, acknowledged: false);
                break;
            case StepKind.Restart:
                await device.RestartAsync();
                break;
            case StepKind.SetClock:
                device.Time.Advance(TimeSpan.FromMinutes(random.Next(600_000))); // up to a year ahead of the others
                break;
            case StepKind.StemServer:
                await _server.StemAsync(4);
                break;
            case StepKind.CompactServer:
                await _server.CompactAsync();
                break;
            case StepKind.CompactDevice:
                await device.CompactAsync();
                break;
            default:
                await TroubleAsync(step, device);
                break;
        }
    }

    private async Task TroubleAsync(Step step, SimulatedDevice device)
    {
        var backup = Path.Combine(_disk, $"backup{step.Device}");
        switch (step.Kind)
        {
            case StepKind.BackUp:
                await device.BackUpAsync(backup);
                _backedUp.Add(step.Device);
                break;
            case StepKind.Restore when _backedUp.Contains(step.Device):
                await device.RestoreAsync(backup);
                _book.KeepOnly(await EverywhereAsync());
                break;
            case StepKind.Die when _dead.Count < _schedule.Devices - 1:
                _dead.Add(step.Device);
                _book.KeepOnly(await EverywhereAsync());
                break;
            case StepKind.InstallStrategy when _schedule.Fleet.Late is { } late && !device.Strategies.Exists(strategy => strategy.Info.Id == late.Info.Id):
                device.Strategies.Add(late);
                break;
        }
    }

    private async Task EditAsync(Step step, SimulatedDevice device, string word, Random random)
    {
        HashSet<string> before = [];
        HashSet<string> after = [];
        var saved = await device.EditAsync(
            Ids[step.Document],
            content =>
            {
                before = WordBook.In(content);
                var changed = SimulatedEdits.Change(step.Kind, content, word, random);
                after = changed is null ? before : WordBook.In(changed);
                return changed;
            },
            step.Look);
        if (saved is not null)
        {
            _book.Added(after.Except(before));
            _book.Removed(before.Except(after));
        }
    }

    /// <summary>Lockstep rounds: everybody pulls, everybody settles, everybody pushes. The worst case for races.</summary>
    private async Task<string?> RestAsync()
    {
        foreach (var device in Alive)
        {
            await device.PushAsync(_server);
        }

        var merges = await MergesAsync();
        for (var round = 1; round <= Rounds; round++)
        {
            await RoundAsync();
            if (await IsAtRestAsync())
            {
                break;
            }
        }

        var before = (await _server.ReadAsync()).Select(revision => revision.Revision).Order().ToList();
        await RoundAsync();
        if (!before.SequenceEqual((await _server.ReadAsync()).Select(revision => revision.Revision).Order()))
        {
            return $"after {Rounds} rounds devices still write"; // P20, P21
        }

        // P21: at most one merge by each device that raced, and where one could be made better one more.
        var made = (await MergesAsync()).Except(merges).GroupBy(merge => merge.Id).Select(merges => merges.Count()).DefaultIfEmpty().Max();
        return made <= 2 * Alive.Count() ? null : $"{made} merges of one document for {Alive.Count()} devices";
    }

    private async Task RoundAsync()
    {
        foreach (var device in Alive)
        {
            await device.PullAsync(_server, () => true);
            device.Time.Advance(TimeSpan.FromHours(7)); // past every grace; in four rounds past the wait for a strategy
        }

        foreach (var device in Alive)
        {
            await device.NormaliseAsync();
        }

        foreach (var device in Alive)
        {
            await device.PushAsync(_server);
        }
    }

    private async Task<bool> IsAtRestAsync()
    {
        var states = await StatesAsync();
        return states.Distinct().Count() == 1 && !states[0].Contains("heads 2", StringComparison.Ordinal);
    }

    private async Task<string?> LookAsync()
    {
        var states = await StatesAsync();
        if (states.Distinct().Count() != 1)
        {
            return $"the devices differ:\n{string.Join("\n--\n", states.Distinct())}";
        }

        if (states[0].Split('\n').FirstOrDefault(line => line.Contains("heads ", StringComparison.Ordinal) && !line.EndsWith("heads 1", StringComparison.Ordinal)) is { } open)
        {
            return $"not settled: {open}";
        }

        await using var fresh = await SimulatedDevice.StartAsync(Path.Combine(_disk, "fresh"), _schedule.Devices, _schedule.Seed, _schedule.Fleet);
        await fresh.PullAsync(_server, () => true);
        await fresh.NormaliseAsync();
        if (await fresh.StateAsync() != states[0])
        {
            return $"a fresh device differs:\n{await fresh.StateAsync()}\n--\n{states[0]}";
        }

        var (shown, kept) = await WordBook.FindAsync(fresh);
        var lost = _book.Expected.Except(kept).ToList();
        var hidden = _schedule.Fleet.KeepsAll ? _book.Expected.Except(shown).ToList() : [];
        return (lost, hidden) switch
        {
            ([_, ..], _) => $"lost: {string.Join(", ", lost)}",
            (_, [_, ..]) => $"neither shown nor recorded, only in a park: {string.Join(", ", hidden)}",
            _ => null,
        };
    }

    private async Task<List<string>> StatesAsync()
    {
        var states = new List<string>();
        foreach (var device in Alive)
        {
            states.Add(await device.StateAsync());
        }

        return states;
    }

    private async Task<HashSet<(DocumentId Id, Revision Revision)>> MergesAsync()
    {
        var merges = new HashSet<(DocumentId, Revision)>();
        foreach (var device in Alive)
        {
            foreach (var tree in await device.TreesAsync())
            {
                merges.UnionWith(tree.Nodes.Where(node => node.Body?.Kind is DocumentBodyKind.Merge).Select(node => (tree.Id, node.Revision)));
            }
        }

        return merges;
    }

    /// <summary>Every word that somebody who is left still has. What else was on a disk that is gone is gone.</summary>
    private async Task<HashSet<string>> EverywhereAsync()
    {
        var words = new HashSet<string>();
        foreach (var device in Alive)
        {
            words.UnionWith((await WordBook.FindAsync(device)).Kept);
        }

        foreach (var stored in await _server.ReadAsync())
        {
            words.UnionWith(WordBook.In(DocumentBodyCodec.Decode(stored.Body!.Utf8)));
        }

        return words;
    }
}
