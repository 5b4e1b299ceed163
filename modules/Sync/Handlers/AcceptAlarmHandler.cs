using System.Collections.Immutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Devices;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Notes the owner's yes; the next round acts on it, with the server before its eyes.</summary>
internal sealed class AcceptAlarmHandler(AlarmBook alarms, DeviceStore store) : IRequestHandler<AcceptAlarm, ImmutableArray<Alarm>>
{
    public async Task<ImmutableArray<Alarm>> Handle(AcceptAlarm request, CancellationToken cancellationToken)
    {
        if (request.Code is AlarmCodes.KeyringRollback or AlarmCodes.VaultMismatch or AlarmCodes.VaultMissing)
        {
            throw new UsageException("AlarmNotAcceptable", $"{request.Code} cannot be accepted: this device would seal under keys, or for a vault, that are not yours.", "Ask the server's owner. To begin again at this or another address: 'aurix sync disable', then 'aurix sync enable'.");
        }

        var standing = (await alarms.ListAsync(cancellationToken))
            .Where(alarm => alarm.Code == request.Code && (request.Subject is null || alarm.Subject.StartsWith(request.Subject, StringComparison.Ordinal)))
            .ToImmutableArray();
        if (!standing.IsEmpty)
        {
            await store.ChangeWishesAsync(
                wishes => wishes with { Accepted = [.. wishes.Accepted.Union(standing.Select(alarm => new AcceptedAlarm(alarm.Code, alarm.Subject)))] },
                cancellationToken);
        }

        return standing;
    }
}
