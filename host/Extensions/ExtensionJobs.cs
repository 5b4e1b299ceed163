using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Extensions;

/// <summary>Checks that what an extension wants done again and again is its own work: the scheduler sends as the host, which may send anything to anybody.</summary>
internal static class ExtensionJobs
{
    // A shorter interval is a loop that starves everything else.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <exception cref="ModuleException"><c>ExtensionRefused</c>, naming the job.</exception>
    public static void Check(string id, IEnumerable<JobSpec> jobs)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var job in jobs)
        {
            var wrong = job switch
            {
                { Request: not RunExtensionJob } => "sends something else than RunExtensionJob",
                { Request: RunExtensionJob run } when run.Extension != id => $"is for the extension '{run.Extension}'",
                _ when !job.Name.StartsWith(id + ".", StringComparison.Ordinal) => "has a name that does not begin with the extension's id",
                _ when !names.Add(job.Name) => "is there twice",
                _ when job.Interval < Shortest => "would run more often than once a second",
                _ => null,
            };
            if (wrong is not null)
            {
                throw new ModuleException("ExtensionRefused", $"The job '{job.Name}' of the extension {id} {wrong}.", "Make its jobs with ExtensionModule.Every, each operation once.");
            }
        }
    }
}
