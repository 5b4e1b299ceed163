using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using MediatR;

namespace Aurix.Platform.Sync.Devices;

/// <summary>Reads the heads, applies the rules, and follows every log that grew from where it was pinned.</summary>
/// <remarks>Changes nothing here: who asked decides what becomes of it.</remarks>
internal sealed class HeadCheck(IMediator mediator, HeadReader reader)
{
    /// <param name="state">What this device remembers.</param>
    /// <param name="retired">Whose silence raises nothing.</param>
    /// <param name="trusted">Devices whose log is taken as it is shown, because their owner accepted it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<HeadVerdict> RunAsync(DeviceState state, ImmutableHashSet<string> retired, ImmutableHashSet<string> trusted, CancellationToken cancellationToken)
    {
        var vault = await mediator.Send(new DescribeVault(), cancellationToken);
        var shown = await reader.ListAsync(cancellationToken);
        retired = retired.Union(shown.Heads.Values.Where(head => head.Device != state.Device).SelectMany(head => head.Head.Retired).Select(device => device.ToString())).Remove(state.Device);
        var rules = new HeadRules(state, shown, retired, vault!.Epoch).Run();
        var findings = rules.Findings.ToList();
        var learnt = new List<LearntLog>();
        foreach (var head in rules.Advanced)
        {
            var pin = state.Pins.GetValueOrDefault(head.Device);
            if (await FollowAsync(head, pin, cancellationToken) is { } entries)
            {
                learnt.Add(new(head, pin?.Entries ?? 0, entries));
            }
            else if (trusted.Contains(head.Device))
            {
                learnt.Add(new(head, head.Head.Entries, []));
            }
            else
            {
                findings.Add(new(AlarmCodes.HeadFork, head.Device, rules.Label(head.Device)));
            }
        }

        // A device that was locked out may say what it likes of the ring.
        var ring = shown.LacksKey ? int.MaxValue : shown.Heads.Values.Where(head => head.Epoch == vault.Epoch && !retired.Contains(head.Device)).Select(head => head.Head.Ring).DefaultIfEmpty().Max();
        return new(shown, findings, rules.IsClone, learnt, retired, LacksRing: ring > vault.RingGeneration, rules.Label);
    }

    // The chain from what is pinned has to end where the head says.
    private async Task<ImmutableArray<LogEntry>?> FollowAsync(ShownHead shown, Pin? pin, CancellationToken cancellationToken)
    {
        var head = shown.Head;
        if (await reader.ReadLogAsync(head.Device, pin?.Entries ?? 0, head.Entries, cancellationToken) is not { } entries)
        {
            return null;
        }

        var from = pin is null ? LogChain.Start : LogChain.Parse(pin.Chain);
        return await mediator.Send(new ExtendLog(head.Device, pin?.Entries ?? 0, from, entries), cancellationToken) == head.Chain ? entries : null;
    }
}

/// <summary>What a check of the heads came to.</summary>
/// <param name="Shown">What the server shows.</param>
/// <param name="Findings">What an honest server does not do.</param>
/// <param name="IsClone">This device's own past is ahead of it.</param>
/// <param name="Learnt">Logs that grew, and how.</param>
/// <param name="Retired">Whose silence raises nothing.</param>
/// <param name="LacksRing">Somebody has newer keys than this device.</param>
/// <param name="Label">How a person knows a device.</param>
internal sealed record HeadVerdict(
    HeadList Shown,
    List<Finding> Findings,
    bool IsClone,
    List<LearntLog> Learnt,
    ImmutableHashSet<string> Retired,
    bool LacksRing,
    Func<string, string> Label)
{
    public bool IsCalm => Findings.Count == 0 && !IsClone && !LacksRing;
}

/// <summary>New entries of another device's log.</summary>
/// <param name="Head">The head that they lead to.</param>
/// <param name="From">How many entries were known before.</param>
/// <param name="Entries">Those that follow.</param>
internal sealed record LearntLog(ShownHead Head, long From, ImmutableArray<LogEntry> Entries);
