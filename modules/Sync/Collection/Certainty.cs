using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Filters;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Collection;

/// <summary>Whether this device has seen every document that could name a chunk: never guess (crypto.md §4.5).</summary>
internal sealed class Certainty(IMediator mediator, AlarmBook alarms, Sharings sharings)
{
    private const int PageSize = 1000;

    // Nobody of this vault wrote these, or this device did.
    private static readonly ImmutableArray<string> Nobodys = [RejectionCodes.ForgedDelete, RejectionCodes.PlaintextInjected, Pusher.Refusal];

    /// <summary>Why it may not say that a chunk is not needed; null when nothing stands against it.</summary>
    public async Task<string?> DoubtAsync(DeviceState state, string remoteName, CancellationToken cancellationToken)
    {
        if ((await alarms.ListAsync(cancellationToken)).FirstOrDefault() is { } alarm)
        {
            return $"An alarm stands: {alarm.Meaning}";
        }

        if (!state.Open.IsEmpty)
        {
            return "Versions that other devices vouch for have not arrived here yet.";
        }

        if (await LeavesOutAsync(state, cancellationToken))
        {
            return "Documents of the server are left out here by choice (sync.types, sync.ids, sync.selector), and what they name is not known.";
        }

        return await HidesDocumentsAsync(remoteName, cancellationToken)
            ? "Documents of the server are set aside here, and what they name is not known. See 'aurix quarantine list'."
            : null;
    }

    /// <summary>Whether the server has documents that this device chose not to take in. Only after a pull: under another filter everything is gone through first.</summary>
    public async Task<bool> LeavesOutAsync(DeviceState state, CancellationToken cancellationToken) => !(await sharings.Of(state.Client).CountLeftOutAsync(cancellationToken)).IsEmpty;

    /// <summary>Whether this device knows at least this much of every log. Of a device that will not come back nothing more is expected.</summary>
    public static bool Covers(DeviceState state, IReadOnlySet<string> retired, IEnumerable<KeyValuePair<string, long>> entries) => entries.All(pair =>
        retired.Contains(pair.Key)
        || (pair.Key == state.Device ? state.Entries >= pair.Value : state.Pins.TryGetValue(pair.Key, out var pin) && pin.Entries >= pair.Value));

    private async Task<bool> HidesDocumentsAsync(string remoteName, CancellationToken cancellationToken)
    {
        for (long? before = null; ;)
        {
            var page = await mediator.Send(new ListQuarantine(PageSize) { Before = before }, cancellationToken);
            if (page.Select(entry => entry.What).Any(what => what.Remote == remoteName && RemoteNames.IsDocument(what.RemoteId) && !Nobodys.Contains(what.Code)))
            {
                return true;
            }

            if (page.Length < PageSize)
            {
                return false;
            }

            before = page[^1].Number;
        }
    }
}
