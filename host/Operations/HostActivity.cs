using System.Diagnostics;

namespace Aurix.Platform.Host.Operations;

/// <summary>One span for each message, named after its type, in the tree in which the messages caused one another.</summary>
internal static class HostActivity
{
    private static readonly ActivitySource Source = Make();

    /// <summary>Whether anybody wants spans.</summary>
    public static bool IsWatched => Source.HasListeners();

    public static Activity? Start(string type, string role) => Source.StartActivity(type)?.SetTag(HostMeter.Type, type).SetTag(HostMeter.Role, role);

    public static void Ended(Activity? activity, string outcome, string? error)
    {
        activity?.SetTag(HostMeter.Outcome, outcome);
        if (error is not null)
        {
            activity?.SetTag(HostMeter.Error, error); // no text of the exception: it may name a document
            if (Outcomes.IsFailure(outcome))
            {
                activity?.SetStatus(ActivityStatusCode.Error);
            }
        }
    }

    // An HTTP request that is sent within a span would tell its number to the server, and so which requests belong to one round. It is none of its business.
    private static ActivitySource Make()
    {
        DistributedContextPropagator.Current = DistributedContextPropagator.CreateNoOutputPropagator();
        return new ActivitySource(HostMeter.Name, typeof(HostActivity).Assembly.GetName().Version?.ToString(3));
    }
}
