using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Extensions;

/// <summary>Makes a copy of an extension that can serve: taken in, composed, counted, and started.</summary>
internal sealed class ExtensionLoader(ModuleIntake intake, StartMarks marks, ModuleComposer composer)
{
    // Every command waits behind an extension that hangs at its start: longer costs that, shorter sets one aside on a slow disk.
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    /// <summary>Loads the extension in this folder. The caller owns the copy.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="byOwner">Whether its owner asked for it: then it is tried although it ended the process.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModuleException">It cannot serve; the message says why.</exception>
    public async Task<Generation> LoadAsync(string folder, bool byOwner, CancellationToken cancellationToken)
    {
        var staged = intake.Take(folder);
        ExtensionRules.Check(staged.Manifest);
        if (byOwner)
        {
            marks.Forgive(staged.Hash);
        }

        using var mark = marks.Begin(staged);
        Generation? generation = null;
        try
        {
            generation = composer.Compose(staged, Roles.Extension);
            ExtensionRules.Check(generation);
            composer.Settings.Insist(ConfigurationKeys.SectionOf(staged.Manifest.Id));
            ModuleComposer.Warm(generation, Roles.Extension);
            await StartAsync(generation, cancellationToken);
            marks.Forgive(staged.Hash);
            return generation;
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            await (generation?.LetGoAsync(logger: null) ?? Task.CompletedTask);
            throw problem is AurixException && !ModuleFault.IsOwn(problem)
                ? problem
                : new ModuleException("ModuleBroken", $"The extension in '{folder}' does not start: {problem.GetType().Name}: {problem.Message.Split('\n')[0].Trim()}", "Install the module again, in a version for this host.");
        }
    }

    private static async Task StartAsync(Generation generation, CancellationToken cancellationToken)
    {
        try
        {
            await generation.StartAsync(StartLimit, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new ModuleException("StartTimeout", $"The extension in '{generation.Loaded.Manifest.Folder}' did not start within {StartLimit.TotalSeconds:0} s.", "Install another version of it, or report it to the module's author.");
        }
    }
}
