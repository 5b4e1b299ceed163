using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>The scheduled job: gives up losers of conflicts that every active device has known to be settled for long. Ends well, and does nothing, when sync is off.</summary>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record RunRetirement : IRequest<JobOutcome>;
