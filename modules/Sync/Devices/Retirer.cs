using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Collection;
using MediatR;

namespace Aurix.Platform.Sync.Devices;

/// <summary>Finds out when kept losers are of use to nobody: every active device has seen, long ago, what contains them (conflict.md §2.4).</summary>
/// <remarks>
/// <code>
/// mark: newest arrival ─ round: all of it is pushed, the own head tells ─ … every active device's head tells that it has seen that head ─ … age ─ retire up to the mark
/// </code>
/// A device reads a head only in a round that pulled first, so seeing the head is having what it vouches for. One mark at a time: what comes later waits for the next.
/// </remarks>
internal sealed class Retirer(IMediator mediator, DeviceStore store, Certainty certainty, SyncOptions options, TimeProvider time)
{
    /// <summary>A device that was not heard for so long is not waited for. It loses no edit by it: what it has is merged as ever.</summary>
    private static readonly TimeSpan Active = TimeSpan.FromDays(90);

    /// <summary>The newest revision here. Asked before a round, so that the round sends it.</summary>
    public async Task<long> NewestAsync(CancellationToken cancellationToken) =>
        (await mediator.Send(new DescribeDatabase(DatabaseName.Vault), cancellationToken))?.LastArrival ?? 0;

    /// <summary>One step, after a round that came to its end.</summary>
    /// <param name="newest">What was the newest revision before that round.</param>
    /// <param name="remoteName">The server, as quarantine names it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<string> StepAsync(long newest, string remoteName, CancellationToken cancellationToken)
    {
        if (options.RetireAfter is not { } age)
        {
            return "kept losers are never given up";
        }

        if (await store.ReadStateAsync(cancellationToken) is not { Sent: { } sent, Unacknowledged: null } state)
        {
            return "the others have not been told yet what is here";
        }

        if (await certainty.DoubtAsync(state, remoteName, cancellationToken) is { } doubt)
        {
            return doubt;
        }

        var mark = await store.ReadMarkAsync(cancellationToken);
        if (mark is null || mark.Device != state.Device || mark.Vault != state.Vault)
        {
            await store.WriteMarkAsync(new(state.Vault, state.Device, sent.Counter, newest, time.GetUtcNow()), cancellationToken);
            return "waiting for the other devices to see what is settled";
        }

        if (time.GetUtcNow() - mark.At < age || !await IsSeenAsync(state, mark, cancellationToken))
        {
            return "waiting for the other devices, and for time to pass";
        }

        var retired = 0;
        for (PageCursor? after = null; ;)
        {
            var page = await mediator.Send(new RetireParks(mark.UpTo, after), cancellationToken);
            retired += page.Retired;
            if (page.Next is null)
            {
                break;
            }

            after = page.Next;
        }

        await store.WriteMarkAsync(null, cancellationToken);
        return $"gave up {retired} kept losers";
    }

    private async Task<bool> IsSeenAsync(DeviceState state, RetirementMark mark, CancellationToken cancellationToken)
    {
        var wishes = await store.ReadWishesAsync(cancellationToken);
        var retired = wishes.Retired.Concat(state.Pins.Values.SelectMany(pin => pin.Retired)).ToHashSet(StringComparer.Ordinal);
        var now = time.GetUtcNow();
        return state.Pins.Where(pin => !retired.Contains(pin.Key) && now - pin.Value.Heard < Active)
            .All(pin => pin.Value.Seen.GetValueOrDefault(state.Device) >= mark.Counter);
    }
}

/// <summary>A moment after which everything that was here is on the server, and this device's head says so.</summary>
/// <param name="Vault">The vault.</param>
/// <param name="Device">This device, as it called itself.</param>
/// <param name="Counter">The head that says so.</param>
/// <param name="UpTo">The newest revision of that moment, by <see cref="TreeNode.Arrival"/>.</param>
/// <param name="At">When, by this device's clock.</param>
internal sealed record RetirementMark(string Vault, string Device, long Counter, long UpTo, DateTimeOffset At);
