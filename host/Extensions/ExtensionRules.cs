using System.Text.RegularExpressions;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Host.Extensions;

/// <summary>What an extension may not ask for, at the start and in every copy that comes by a swap.</summary>
internal static partial class ExtensionRules
{
    // A shorter interval is a loop that starves everything else.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>Checks what it says of itself.</summary>
    /// <exception cref="ModuleException"><c>ExtensionUnnamed</c> or <c>ExtensionRefused</c>.</exception>
    public static void Check(ModuleManifest manifest)
    {
        if (!Id().IsMatch(manifest.Id))
        {
            throw new ModuleException("ExtensionUnnamed", $"The extension in '{manifest.Folder}' has an id that is no name: a-z, 0-9, '.', '_' and '-', a letter or digit first, at most 100.", "Correct the id in its module.json.");
        }

        if (!manifest.Platform.IsEmpty)
        {
            throw new ModuleException("ExtensionRefused", $"The extension {manifest.Id} in '{manifest.Folder}' asks for libraries of the whole process, which no extension gets.", "Leave 'platform' empty in its module.json.");
        }
    }

    /// <summary>Checks that what it wants done again and again is its own work: the scheduler sends as the host, which may send anything to anybody.</summary>
    /// <exception cref="ModuleException"><c>ExtensionRefused</c>, naming the job.</exception>
    public static void Check(Generation copy)
    {
        var id = copy.Loaded.Manifest.Id;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var job in copy.Services.GetServices<JobSpec>())
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

    // Names a folder of its own in the data folder, and stands in settings and on command lines.
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,99}\z")]
    private static partial Regex Id();
}
