using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using MediatR;

namespace Aurix.Platform.Sync.Devices;

/// <summary>Reads the heads, applies the rules, and follows every log that grew from where it was pinned.</summary>
/// <remarks>What it follows goes on the shelf, where it counts for nothing before it is pinned: who asked decides what becomes of it.</remarks>
internal sealed class HeadCheck(IMediator mediator, HeadReader reader, LogShelf shelf)
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
            if (await FollowAsync(head, pin, cancellationToken))
            {
                learnt.Add(new(head, pin?.Entries ?? 0));
            }
            else if (trusted.Contains(head.Device))
            {
                learnt.Add(new(head, head.Head.Entries));
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

    // The chain from what is pinned has to end where the head says. A few pieces at a time: the first log of a large vault is long.
    private async Task<bool> FollowAsync(ShownHead shown, Pin? pin, CancellationToken cancellationToken)
    {
        var head = shown.Head;
        var chain = pin is null ? LogChain.Start : LogChain.Parse(pin.Chain);
        for (var from = pin?.Entries ?? 0; from < head.Entries;)
        {
            var to = Math.Min(head.Entries, ((from / SealLogSegment.Length) + LogShelf.Together) * SealLogSegment.Length);
            if (await reader.ReadLogAsync(head.Device, from, to, cancellationToken) is not { } entries)
            {
                return false;
            }

            chain = await mediator.Send(new ExtendLog(head.Device, from, chain, entries), cancellationToken);
            await shelf.WriteFromAsync(shown.Device, from, entries, cancellationToken);
            from = to;
        }

        return chain == head.Chain;
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

/// <summary>New entries of another device's log. They are on the shelf.</summary>
/// <param name="Head">The head that they lead to, and at which they end.</param>
/// <param name="From">How many entries were known before.</param>
internal sealed record LearntLog(ShownHead Head, long From);
