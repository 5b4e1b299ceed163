using MediatR;

namespace Aurix.Platform.Hosting;

/// <summary>It is time for a job that the module registered as a <see cref="JobSpec"/>. Sync is the only module with jobs.</summary>
/// <param name="Name">The job's name.</param>
[RoutedTo(Roles.Sync)]
public sealed record RunJob(string Name) : IRequest<JobOutcome>;

/// <summary>How a run of a job ended, as one line for the log and the history.</summary>
/// <param name="Succeeded">Whether it did what it was for.</param>
/// <param name="Summary">Numbers and addresses, no content.</param>
public sealed record JobOutcome(bool Succeeded, string Summary);
