using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Keeps this device and its server equal until it is cancelled: an edit leaves when it is made, and what others send arrives when they send it.</summary>
/// <remarks>
/// Answered when the module is taken out of service: whoever wants to go on asks the next copy. While sync is off or paused it waits, and
/// goes on by itself when its owner opts in. A process that stays asks once; a second one beside it does no harm and nothing more.
/// </remarks>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record FollowServer : IRequest<JobOutcome>;
