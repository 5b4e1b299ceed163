using System.Collections.Immutable;
using Aurix.Platform.Sync.Devices;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class ListAlarmsHandler(AlarmBook alarms) : IRequestHandler<ListAlarms, ImmutableArray<Alarm>>
{
    public Task<ImmutableArray<Alarm>> Handle(ListAlarms request, CancellationToken cancellationToken) => alarms.ListAsync(cancellationToken);
}
