using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Asks whether and how this device syncs.</summary>
[RoutedTo(Roles.Sync)]
public sealed record DescribeSync : IRequest<SyncStatus>;

/// <summary>The state of sync.</summary>
/// <param name="Enabled">Whether the owner has opted in.</param>
/// <param name="Address">Where to, null when off.</param>
/// <param name="User">As whom, null when off.</param>
/// <param name="LastSuccess">When a round last ended with nothing left to do.</param>
/// <param name="LastProblem">What went wrong in the last round, null when nothing did.</param>
/// <param name="Quarantined">Things refused and set aside.</param>
public sealed record SyncStatus(bool Enabled, string? Address, string? User, DateTimeOffset? LastSuccess, string? LastProblem, int Quarantined)
{
    /// <summary>What the server was caught at and nobody has accepted yet.</summary>
    public ImmutableArray<Alarm> Alarms { get; init; } = [];
}
