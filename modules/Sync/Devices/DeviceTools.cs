using System.Security.Cryptography;
using Aurix.Platform.Crypto;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Filters;
using MediatR;

namespace Aurix.Platform.Sync.Devices;

/// <summary>What every round's watch works with, and who this device is.</summary>
internal sealed class DeviceTools(IMediator mediator, DeviceStore store, LogShelf shelf, AlarmBook alarms, Sharings sharings, TimeProvider time)
{
    /// <summary>How long an active device may not see us before that is worth a word: shorter cries at holidays, longer hides a fork.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromDays(14);

    public IMediator Mediator => mediator;

    public DeviceStore Store => store;

    public LogShelf Shelf => shelf;

    public AlarmBook Alarms => alarms;

    public TimeProvider Time => time;

    /// <summary>What an account shares, by this device's random name for it.</summary>
    public Sharing SharingOf(string client) => sharings.Of(client);

    /// <summary>What a device is called before its owner gave it a name. Never the machine's: that is nobody's business unasked.</summary>
    public static string DefaultName(string device) => $"device {device[..4]}";

    /// <summary>This device as it remembers itself; somebody new after each opt-in, whom no server has to remember.</summary>
    public async Task<DeviceState> IdentifyAsync(SyncAccount account, CancellationToken cancellationToken)
    {
        var vault = account.Vault.ToString();
        var state = await store.ReadStateAsync(cancellationToken);
        if (state?.Vault == vault && state.Client == account.Client)
        {
            return state;
        }

        // The old name is given up by the one who bore it, so that nobody waits for it.
        await store.ChangeWishesAsync(wishes => state is null ? wishes : wishes with { Accepted = [], Retired = state.Vault == vault ? wishes.Retired.Add(state.Device) : [] }, cancellationToken);
        await store.ChangeAlarmsAsync(before => before.Alarms.IsEmpty ? before : new(), cancellationToken);
        var fresh = new DeviceState(vault, account.Client, NewDevice());
        await store.WriteStateAsync(fresh, cancellationToken);
        return fresh;
    }

    /// <summary>This device's disk was copied or brought back from a copy: it goes on as another one, so that no counter is used twice.</summary>
    public async Task<DeviceState> BeginAnewAsync(DeviceState state, CancellationToken cancellationToken)
    {
        var device = NewDevice();
        var copied = 0L;
        await foreach (var piece in shelf.ReadPiecesAsync(state.Device, state.Sent?.Entries ?? 0, long.MaxValue, cancellationToken)) // what no head of the old one vouches for
        {
            await shelf.WriteFromAsync(device, copied, piece, cancellationToken);
            copied += piece.Length;
        }

        var fresh = new DeviceState(state.Vault, state.Client, device)
        {
            Pins = state.Pins,
            Open = state.Open,
            Tolerated = state.Tolerated,
            StartOver = state.StartOver,
        };
        await store.WriteStateAsync(fresh, cancellationToken);
        return fresh;
    }

    private static string NewDevice() => DeviceId.FromBytes(RandomNumberGenerator.GetBytes(DeviceId.Size)).ToString();
}
