using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>The scheduled job after a rotation: says some documents again, so that they are sealed under the present keys. Does nothing when there are no closed keys.</summary>
/// <remarks>Files keep the keys they were sealed with; what a lost device could read of them then, it can read now.</remarks>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record ResealDocuments : IRequest<JobOutcome>;

/// <summary>Asks how far that job is.</summary>
[RoutedTo(Roles.Sync)]
public sealed record DescribeReseal : IRequest<ResealStatus>;

/// <summary>How far documents are under the present keys.</summary>
/// <param name="Epoch">The epoch they are sealed under.</param>
/// <param name="IsNeeded">Whether keys were ever replaced.</param>
/// <param name="Left">Documents that were not looked at yet; 0 when none is left under closed keys.</param>
public sealed record ResealStatus(int Epoch, bool IsNeeded, long Left);
