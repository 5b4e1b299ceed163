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
    private readonly RevisionBook _revisions = new();
    private readonly List<SimulatedDevice> _devices = [];
    private readonly HashSet<int> _dead = [];
    private readonly HashSet<int> _backedUp = [];
    private SimulatedServer _server = null!;
    private string? _torn;

    private Simulation(Schedule schedule) => _schedule = schedule;

    // Thousands of stores that each wait for the disk would measure the disk.
    private static string Root => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private IEnumerable<SimulatedDevice> Alive => _devices.Where((_, number) => !_dead.Contains(number));

    // One is always left, or there would be nobody to look.
    private bool MayDie => _dead.Count < _schedule.Devices - 1;

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

        return _torn ?? await RestAsync() ?? await LookAsync();
    }

    private static string Word(Step step) => "w" + step.Number.ToString(CultureInfo.InvariantCulture);

    private async Task DoAsync(Step step, SimulatedDevice device)
    {
        var word = Word(step);
        var random = new Random(step.Chance);
        switch (step.Kind)
        {
            case StepKind.AddWord or StepKind.RemoveWord or StepKind.AddTag or StepKind.RewriteText or StepKind.SetTitle:
                await EditAsync(step, device, word, random);
                break;
            case StepKind.Delete:
                if (await device.DeleteAsync(Ids[step.Document]) is { } deleted)
                {
                    _book.Deleted(deleted);
                    _revisions.Met(await device.TreesAsync());
                }

                break;
            case StepKind.Attach:
                if (await device.AttachAsync(Ids[step.Document], random.Next(3) == 0 ? "photo.bin" : "memo.bin", word) is { } replaced)
                {
                    _book.Added([word]);
                    _book.Removed(replaced);
                    _revisions.Met(await device.TreesAsync());
                }

                break;
            case StepKind.Detach:
                _book.Removed(await device.DetachAsync(Ids[step.Document], "memo.bin"));
                _revisions.Met(await device.TreesAsync());
                break;
            case StepKind.PullAll:
                await device.PullAsync(_server, () => true);
                break;
            case StepKind.PullSome:
                await device.PullAsync(_server, () => random.Next(3) > 0);
                break;
            case StepKind.Normalise:
                await NormaliseAsync(device);
                break;
            case StepKind.PushAll:
                await PushAsync(device);
                break;
            case StepKind.PushPart when step.Look:
                await RoundBrokenOffAsync(device, random.Next(4));
                break;
            case StepKind.PushPart:
                await PushPartAsync(device, random.Next(4));
                break;
            case StepKind.PushUnheard:
                await PushAsync(device, acknowledged: false);
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
            case StepKind.Restore when !_backedUp.Contains(step.Device):
                await device.BackUpAsync(backup);
                _backedUp.Add(step.Device);
                break;
            case StepKind.Restore:
                await GoOnFromAsync(backup, step, device);
                break;
            case StepKind.Clone when Other(step) is { } other:
                var copy = Path.Combine(_disk, "clone");
                await other.BackUpAsync(copy);
                await GoOnFromAsync(copy, step, device);
                break;
            case StepKind.Die when MayDie:
                await DieAsync(step);
                break;
            case StepKind.DieSending when MayDie && Other(step) is { } rival:
                await DieSendingAsync(step, device, rival);
                break;
            case StepKind.InstallStrategy when _schedule.Fleet.Late is { } late && !device.Strategies.Exists(strategy => strategy.Info.Id == late.Info.Id):
                device.Strategies.Add(late);
                break;
        }
    }

    /// <summary>Somebody else who is alive, as the step's chance has it: null when nobody is.</summary>
    private SimulatedDevice? Other(Step step)
    {
        var others = Alive.Where(device => device != _devices[step.Device]).ToList();
        return others.Count == 0 ? null : others[step.Chance % others.Count];
    }

    /// <summary>A device has an older disk, or another's, and its owner goes on at once: before it can hear which edits were made under its name already (CE-11).</summary>
    private async Task GoOnFromAsync(string disk, Step step, SimulatedDevice device)
    {
        await device.RestoreAsync(disk);
        _book.KeepOnly(await EverywhereAsync());
        await EditAsync(step with { Kind = StepKind.AddWord }, device, Word(step), new Random(step.Chance));
    }

    /// <summary>Two edit what they see, both edits are on the server, and of what one of them makes of it only a part gets there: then it is gone for good (P25, P27).</summary>
    private async Task DieSendingAsync(Step step, SimulatedDevice device, SimulatedDevice rival)
    {
        var random = new Random(step.Chance);
        await EditAsync(step with { Kind = StepKind.SetTitle }, device, Word(step), random);
        await EditAsync(step with { Kind = StepKind.SetTitle }, rival, Word(step) + "0000", random); // no step has such a number
        await PushAsync(device);
        await PushAsync(rival);
        await RoundBrokenOffAsync(device, random.Next(6));
        await DieAsync(step);
    }

    private async Task RoundBrokenOffAsync(SimulatedDevice device, int arrives)
    {
        await device.PullAsync(_server, () => true);
        await NormaliseAsync(device);
        await PushPartAsync(device, arrives);
    }

    private async Task DieAsync(Step step)
    {
        _dead.Add(step.Device);
        _book.KeepOnly(await EverywhereAsync());
    }

    private async Task PushAsync(SimulatedDevice device, int atMost = int.MaxValue, bool acknowledged = true)
    {
        var sent = await device.PushAsync(_server, atMost, acknowledged);
        _book.Sent(sent);
        _revisions.Sent(sent);
    }

    /// <summary>P25: whatever part of a push arrived, all that was ever sent is on the server, for the device may never come back to send the rest.</summary>
    private async Task PushPartAsync(SimulatedDevice device, int arrives)
    {
        await PushAsync(device, arrives);
        if (_book.MissingOnServer(await OnServerAsync()) is [_, ..] missing)
        {
            _torn ??= $"after a part of a push the server has lost: {string.Join(", ", missing)}";
        }
    }

    /// <summary>Answers whether a document has to wait, for a strategy or an ancestor.</summary>
    private async Task<bool> NormaliseAsync(SimulatedDevice device)
    {
        var report = await device.NormaliseAsync();
        if (report is not { Merged: 0, Parked: 0, Revived: 0, Copied: 0 })
        {
            _revisions.Met(await device.TreesAsync());
        }

        return !report.Waiting.IsEmpty;
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
            _revisions.Met(await device.TreesAsync());
        }
    }

    /// <summary>Lockstep rounds: everybody pulls, everybody settles, everybody pushes. The worst case for races.</summary>
    private async Task<string?> RestAsync()
    {
        foreach (var device in Alive)
        {
            await PushAsync(device);
        }

        var merges = await MergesAsync();
        for (var round = 1; round <= Rounds; round++)
        {
            if (!await RoundAsync() && await IsAtRestAsync())
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

    // Answers whether somebody still waits: one live leaf is no rest while a park that outran its merge is a head beside it.
    private async Task<bool> RoundAsync()
    {
        var waits = false;
        foreach (var device in Alive)
        {
            await device.PullAsync(_server, () => true);
            device.Time.Advance(TimeSpan.FromHours(7)); // past every grace; in four rounds past the wait for a strategy
        }

        foreach (var device in Alive)
        {
            waits |= await NormaliseAsync(device);
        }

        foreach (var device in Alive)
        {
            await PushAsync(device);
        }

        return waits;
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

        // With what one of them has: a device with a better strategy would rightly make something better of it.
        var alike = Enumerable.Range(0, _devices.Count).First(number => !_dead.Contains(number));
        await using var fresh = await SimulatedDevice.StartAsync(Path.Combine(_disk, "fresh"), alike, _schedule.Seed, _schedule.Fleet);
        await fresh.PullAsync(_server, () => true);
        await fresh.NormaliseAsync();
        if (await fresh.StateAsync() != states[0])
        {
            return $"a fresh device differs:\n{await fresh.StateAsync()}\n--\n{states[0]}";
        }

        return await new FinalLook(_schedule.Fleet, _book, _revisions).WhatFailsAsync(fresh);
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
        var words = await OnServerAsync();
        foreach (var device in Alive)
        {
            words.UnionWith((await WordBook.FindAsync(device)).Kept);
        }

        return words;
    }

    private async Task<HashSet<string>> OnServerAsync() =>
        [.. (await _server.ReadAsync()).SelectMany(stored => WordBook.Found(DocumentBodyCodec.Decode(stored.Body!.Utf8)))];
}
