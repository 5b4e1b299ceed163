using System.Collections.Immutable;

namespace Aurix.Platform.Sync.Devices;

/// <summary>What follows from the heads that a server shows (ADR 0012): pure, so that every rule can be read, and tested, alone.</summary>
/// <param name="state">What this device remembers.</param>
/// <param name="shown">What the server shows.</param>
/// <param name="retired">Whose silence raises nothing.</param>
/// <param name="epoch">The current epoch: a head of an older one is no news, since a device that was locked out can still write it.</param>
internal sealed class HeadRules(DeviceState state, HeadList shown, ImmutableHashSet<string> retired, int epoch)
{
    private readonly List<Finding> _findings = [];

    /// <summary>What an honest server does not do.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>This device's own past is ahead of it: its disk was copied, or brought back from a copy.</summary>
    public bool IsClone { get; private set; }

    /// <summary>Heads that are newer than what is pinned; their logs remain to be followed.</summary>
    public List<ShownHead> Advanced { get; } = [];

    private long Counter => (state.Unacknowledged ?? state.Sent)?.Counter ?? 0;

    public HeadRules Run()
    {
        CheckOwn();
        foreach (var (device, pin) in state.Pins)
        {
            if (!retired.Contains(device) && !shown.Heads.ContainsKey(device) && !shown.LacksKey)
            {
                Find(AlarmCodes.HeadRollback, device, pin.Name);
            }
        }

        foreach (var head in shown.Heads.Values.Where(head => head.Device != state.Device))
        {
            CheckOther(head);
        }

        return this;
    }

    public string Label(string device) =>
        device == state.Device ? "this device"
        : shown.Heads.TryGetValue(device, out var head) ? Label(device, head.Head.Name)
        : state.Pins.TryGetValue(device, out var pin) ? Label(device, pin.Name)
        : Label(device, "");

    private void CheckOwn()
    {
        if (!shown.Heads.TryGetValue(state.Device, out var own))
        {
            if (state is { Sent: not null, Republish: false } && !shown.LacksKey)
            {
                Find(AlarmCodes.HeadRollback, state.Device, "this device");
            }

            return;
        }

        var counter = own.Head.Counter;
        var expected = new[] { state.Unacknowledged, state.Sent }.FirstOrDefault(publication => publication?.Counter == counter);
        if (counter > Counter || (expected is not null && expected.Envelope != own.Envelope))
        {
            IsClone = true; // only somebody with our keys and our id can have written it
        }
        else if (expected is null && counter < state.Sent?.Counter && !state.Republish)
        {
            Find(AlarmCodes.HeadRollback, state.Device, "this device");
        }
    }

    private void CheckOther(ShownHead shownHead)
    {
        var head = shownHead.Head;
        var device = shownHead.Device;
        if (retired.Contains(device))
        {
            return;
        }

        var pin = state.Pins.GetValueOrDefault(device);
        if (pin is not null && (head.Counter < pin.Counter || head.Entries < pin.Entries))
        {
            Find(AlarmCodes.HeadRollback, device, head.Name);
            return;
        }

        if (pin is not null && head.Counter == pin.Counter)
        {
            if (shownHead.Seal != pin.Seal)
            {
                Find(AlarmCodes.HeadFork, device, head.Name);
                return;
            }
        }
        else if (shownHead.Epoch < epoch)
        {
            return;
        }
        else if (pin is not null && head.Entries == pin.Entries && head.Chain.ToString() != pin.Chain)
        {
            Find(AlarmCodes.HeadFork, device, head.Name);
            return;
        }
        else
        {
            Advanced.Add(shownHead);
        }

        CheckSeen(shownHead);
    }

    private void CheckSeen(ShownHead shownHead)
    {
        foreach (var (seen, counter) in shownHead.Head.Seen.Select(pair => (pair.Key.ToString(), pair.Value)))
        {
            if (seen == state.Device)
            {
                IsClone |= counter > Counter;
            }
            else if (!retired.Contains(seen) && counter > ShownCounter(seen) && counter > state.Tolerated.GetValueOrDefault(seen) && !shown.LacksKey)
            {
                Find(AlarmCodes.Withheld, seen, null);
            }
        }

        // The crossing rule. Each device reads before it writes, and writes again only after the last was taken. So with one history it
        // cannot be that neither had seen the other's last but one.
        if (state is { Sent: { } sent, Republish: false }
            && sent.Seen.GetValueOrDefault(shownHead.Device) < shownHead.Head.Counter - 1
            && shownHead.Head.Seen.FirstOrDefault(pair => pair.Key.ToString() == state.Device).Value < sent.Counter - 1)
        {
            Find(AlarmCodes.HeadFork, shownHead.Device, shownHead.Head.Name);
        }
    }

    private long ShownCounter(string device) => shown.Heads.TryGetValue(device, out var head) ? head.Head.Counter : 0;

    private void Find(string code, string device, string? name)
    {
        var finding = new Finding(code, device, device == state.Device ? "this device" : name is null ? Label(device) : Label(device, name));
        if (!_findings.Contains(finding))
        {
            _findings.Add(finding);
        }
    }

    private static string Label(string device, string name) => name.Length == 0 ? $"device {device[..8]}" : $"'{name}' ({device[..8]})";
}
