using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Lists the alarms that stand, those that stop sending first.</summary>
[RoutedTo(Roles.Sync)]
public sealed record ListAlarms : IRequest<ImmutableArray<Alarm>>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
