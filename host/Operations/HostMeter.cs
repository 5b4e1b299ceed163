using System.Diagnostics.Metrics;

namespace Aurix.Platform.Host.Operations;

/// <summary>What happens in this process, counted. The table in docs/hosting.md names every number.</summary>
/// <remarks>
/// Costs nothing while nobody listens, and knows no exporter. One for the process, as the platform's own meters are: what it counts are events. The
/// state of one host is read by <see cref="HostGauges"/>. Labels come from closed sets: types of messages, roles, names of jobs, kinds of error; never an
/// id, a text or a path.
/// </remarks>
internal static class HostMeter
{
    /// <summary>What to listen to, for metrics and for traces.</summary>
    public const string Name = "Aurix.Platform";

    public const string Type = "aurix.message.type";
    public const string Outcome = "aurix.message.outcome";
    public const string Error = "error.type";
    public const string Role = "aurix.module.role";
    public const string Job = "aurix.job.name";
    public const string JobOutcome = "aurix.job.outcome";
    public const string SwapOutcome = "aurix.swap.outcome";

    // A message inside the process takes microseconds, one that writes a millisecond, a sync round seconds.
    private static readonly InstrumentAdvice<double> Short = new() { HistogramBucketBoundaries = [0.00001, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30] };

    private static readonly Meter Meter = new(Name, typeof(HostMeter).Assembly.GetName().Version?.ToString(3));

    private static readonly Counter<long> Messages = Meter.CreateCounter<long>("aurix.messages", "{message}", "Messages that were sent, by how they ended.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("aurix.message.failures", "{failure}", "Messages that a module failed at: refusals are answers and do not count.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram("aurix.message.duration", "s", "How long an answer took.", tags: null, Short);
    private static readonly Counter<long> Swaps = Meter.CreateCounter<long>("aurix.module.swaps", "{swap}", "Modules that were swapped, or were to be.");
    private static readonly Histogram<double> Pause = Meter.CreateHistogram("aurix.module.swap.pause", "s", "How long callers waited for the new copy.", tags: null, Short);
    private static readonly Counter<long> Runs = Meter.CreateCounter<long>("aurix.job.runs", "{run}", "Runs of scheduled jobs, by how they ended.");
    private static readonly Gauge<double> LastSuccess = Meter.CreateGauge<double>("aurix.job.last_success.time", "s", "When a job last did what it is for, in seconds since 1970.");

    /// <summary>Whether anybody wants to know of messages.</summary>
    public static bool IsWatched => Messages.Enabled || Duration.Enabled || Failures.Enabled;

    public static void Answered(string type, TimeSpan took)
    {
        Messages.Add(1, new(Type, type), new(Outcome, Outcomes.Answered));
        Duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>(Type, type));
    }

    public static void Ended(string type, TimeSpan took, string outcome, string error)
    {
        Messages.Add(1, new(Type, type), new(Outcome, outcome), new(Error, error));
        Duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>(Type, type));
        if (Outcomes.IsFailure(outcome))
        {
            Failures.Add(1, new(Type, type), new(Error, error));
        }
    }

    public static void Swapped(string role, TimeSpan pause)
    {
        Swaps.Add(1, new(Role, Label(role)), new(SwapOutcome, "swapped"));
        Pause.Record(pause.TotalSeconds, new KeyValuePair<string, object?>(Role, Label(role)));
    }

    public static void NotSwapped(string role) => Swaps.Add(1, new(Role, Label(role)), new(SwapOutcome, "failed"));

    /// <summary>A slot's role without the name behind it: all extensions are one, as all strategies are. Which are installed is nobody's business who may read numbers.</summary>
    public static string Label(string role) => role.Split(':')[0];

    public static void JobEnded(string job, bool succeeded, DateTimeOffset now)
    {
        Runs.Add(1, new(Job, job), new(JobOutcome, succeeded ? "succeeded" : "failed"));
        if (succeeded)
        {
            LastSuccess.Record(now.ToUnixTimeMilliseconds() / 1000.0, new KeyValuePair<string, object?>(Job, job));
        }
    }
}
