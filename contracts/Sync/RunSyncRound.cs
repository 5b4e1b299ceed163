using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>The daemon's scheduled round. Ends well, and does nothing, when sync is off.</summary>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record RunSyncRound : IRequest<JobOutcome>;
