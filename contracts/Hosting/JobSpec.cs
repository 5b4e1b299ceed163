using MediatR;

namespace Aurix.Platform.Hosting;

/// <summary>Something a module wants done again and again. Data, so that no scheduler holds on to a module's code.</summary>
/// <remarks>Registered with the services as a singleton; the host's scheduler sends the request when it is time.</remarks>
/// <param name="Name">Unique, such as <c>sync.now</c>.</param>
/// <param name="Interval">How long from one start to the next; infinite for never unless somebody schedules it. A run that is still going when its time comes is not started twice.</param>
/// <param name="Request">What the scheduler sends.</param>
public sealed record JobSpec(string Name, TimeSpan Interval, IRequest<JobOutcome> Request)
{
    /// <summary>Whether each process that stays has to run it, because it is about what that process holds in memory. Of other jobs one process runs each.</summary>
    public bool IsForEachProcess { get; init; }
}

/// <summary>How a run of a job ended, as one line for the log and the history.</summary>
/// <param name="Succeeded">Whether it did what it was for.</param>
/// <param name="Summary">Numbers and addresses, no content.</param>
public sealed record JobOutcome(bool Succeeded, string Summary);
