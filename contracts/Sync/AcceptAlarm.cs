using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>The owner takes what the server shows as the new state: the next round starts from it, and sends again whatever the server lost.</summary>
/// <param name="Code">Which alarm.</param>
/// <param name="Subject">About whom, or the beginning of it; null for all of this code.</param>
/// <returns>The alarms that were accepted; empty when none stands by that name.</returns>
/// <exception cref="Errors.UsageException"><c>AlarmNotAcceptable</c>: nothing safe could follow from a yes.</exception>
[RoutedTo(Roles.Sync)]
public sealed record AcceptAlarm(string Code, string? Subject) : IRequest<ImmutableArray<Alarm>>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
