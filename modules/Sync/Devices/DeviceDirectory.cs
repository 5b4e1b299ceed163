using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using MediatR;

namespace Aurix.Platform.Sync.Devices;

/// <summary>What this device can tell of the vault's devices without asking the server.</summary>
internal sealed class DeviceDirectory(DeviceStore store, IMediator mediator)
{
    public async Task<ImmutableArray<VaultDevice>> ListAsync(CancellationToken cancellationToken)
    {
        if (await store.ReadStateAsync(cancellationToken) is not { } state)
        {
            return [];
        }

        var wishes = await store.ReadWishesAsync(cancellationToken);
        var retired = wishes.Retired.Concat(state.Pins.Values.SelectMany(pin => pin.Retired)).ToHashSet(StringComparer.Ordinal);
        var own = new VaultDevice(DeviceId.Parse(state.Device), wishes.Name ?? DeviceTools.DefaultName(state.Device), state.Sent?.At, state.Entries, IsRetired: false, IsThis: true);
        return
        [
            own,
            .. state.Pins.OrderByDescending(pin => pin.Value.Heard)
                .Select(pin => new VaultDevice(DeviceId.Parse(pin.Key), pin.Value.Name, pin.Value.Heard, pin.Value.Entries, retired.Contains(pin.Key), IsThis: false)),
        ];
    }

    /// <exception cref="UsageException"><c>NothingSeen</c>.</exception>
    public async Task<string> FingerprintAsync(CancellationToken cancellationToken)
    {
        if (await store.ReadStateAsync(cancellationToken) is not { Sent: { } sent } state)
        {
            throw new UsageException("NothingSeen", "This device has not been heard by the others yet.", "Run 'aurix sync now' first.");
        }

        return await mediator.Send(
            new FingerprintHeads(
            [
                new(DeviceId.Parse(state.Device), sent.Counter, sent.Entries, LogChain.Parse(sent.Chain ?? state.Chain)),
                .. state.Pins.Select(pin => new HeadMark(DeviceId.Parse(pin.Key), pin.Value.Counter, pin.Value.Entries, LogChain.Parse(pin.Value.Chain))),
            ]),
            cancellationToken);
    }
}
