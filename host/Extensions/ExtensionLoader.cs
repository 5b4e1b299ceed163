using System.Text.RegularExpressions;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Host.Extensions;

/// <summary>Makes a copy of an extension that can serve: taken in, composed, counted, and started.</summary>
internal sealed partial class ExtensionLoader(ModuleIntake intake, ModuleComposer composer)
{
    // Every command waits behind an extension that hangs at its start: longer costs that, shorter sets one aside on a slow disk.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    /// <summary>Loads the extension in this folder. The caller owns the copy.</summary>
    /// <exception cref="ModuleException">It cannot serve; the message says why.</exception>
    public async Task<Generation> LoadAsync(string folder, CancellationToken cancellationToken)
    {
        var staged = intake.Take(folder);
        Check(staged.Manifest);
        Generation? generation = null;
        try
        {
            generation = composer.Compose(staged, Roles.Extension);
            ExtensionJobs.Check(staged.Manifest.Id, generation.Services.GetServices<JobSpec>());
            ModuleComposer.Warm(generation, Roles.Extension);
            await generation.StartAsync(StartLimit, cancellationToken);
            return generation;
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            await LetGoAsync(generation);
            throw problem is AurixException && !ModuleFault.IsOwn(problem)
                ? problem
                : new ModuleException("ModuleBroken", $"The extension in '{folder}' does not start: {problem.GetType().Name}: {problem.Message.Split('\n')[0].Trim()}", "Install the module again, in a version for this host.");
        }
    }

    private static void Check(ModuleManifest manifest)
    {
        if (!Id().IsMatch(manifest.Id))
        {
            throw new ModuleException("ExtensionUnnamed", $"The extension in '{manifest.Folder}' has an id that is no name: a-z, 0-9, '.', '_' and '-', a letter or digit first, at most 100.", "Correct the id in its module.json.");
        }

        if (!manifest.Platform.IsEmpty)
        {
            throw new ModuleException("ExtensionRefused", $"The extension {manifest.Id} asks for libraries of the whole process, which no extension gets.", "Leave 'platform' empty in its module.json.");
        }
    }

    // What made it fail is what has to be told, not what fails while it is let go.
    private static async Task LetGoAsync(Generation? generation)
    {
        try
        {
            await (generation?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (AurixException)
        {
            // it hangs or fails at its stop as well
        }
    }

    // Names a folder of its own in the data folder, and stands in settings and on command lines.
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,99}\z")]
    private static partial Regex Id();
}
