using Aurix.Platform.Errors;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Loading;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <summary>Brings a required module up: what is in its folder, or, when that cannot serve, the copy that last started well.</summary>
/// <remarks>Only what is the module's own fault counts. That the store is damaged or a setting wrong is told as it is: another copy would find the same.</remarks>
internal sealed class RoleStarter(ModuleComposer composer, LastGood lastGood, StartMarks marks, Generations generations, ILogger logger)
{
    /// <summary>Loads and composes it. The caller owns the copy.</summary>
    /// <exception cref="ModuleException">Neither can be composed; the message names both.</exception>
    /// <exception cref="SettingsRefusedException">It does not take its settings.</exception>
    public Generation Compose(StagedModule staged, string role)
    {
        try
        {
            return ComposeMarked(staged, role);
        }
        catch (ModuleException problem)
        {
            if (ComposeInstead(staged, role, problem) is { } kept)
            {
                return kept;
            }

            throw;
        }
    }

    /// <summary>Starts what serves a role. What does not start stays in the role when this fails, and is to be stopped with the rest.</summary>
    /// <exception cref="ModuleException">Neither starts; the message names both.</exception>
    public async Task StartAsync(ModuleSlot slot, CancellationToken cancellationToken)
    {
        try
        {
            await StartMarkedAsync(slot.Current, cancellationToken);
        }
        catch (ModuleException problem)
        {
            var failed = slot.Current;
            if (ComposeInstead(failed.Loaded.Staged, slot.Role, problem) is not { } kept)
            {
                throw;
            }

            generations.Replace(failed, kept);
            slot.Replace(kept);
            await failed.LetGoAsync(logger);
            try
            {
                await StartMarkedAsync(kept, cancellationToken);
            }
            catch (ModuleException second)
            {
                throw Neither(problem, kept.Loaded.Staged, second);
            }
        }
    }

    private Generation? ComposeInstead(StagedModule staged, string role, ModuleException problem)
    {
        if (staged.StandsInBecause is not null || lastGood.InsteadOf(staged.Manifest.Folder, staged.Hash, problem) is not { } kept)
        {
            return null;
        }

        try
        {
            var copy = ComposeMarked(kept, role);
            HostLog.StandsIn(logger, kept.Manifest.Id, problem.Message);
            return copy;
        }
        catch (ModuleException second)
        {
            throw Neither(problem, kept, second);
        }
    }

    private Generation ComposeMarked(StagedModule staged, string role)
    {
        using (marks.Begin(staged))
        {
            return composer.Compose(staged, role);
        }
    }

    private async Task StartMarkedAsync(Generation copy, CancellationToken cancellationToken)
    {
        using (marks.Begin(copy.Loaded.Staged))
        {
            await ModuleComposer.StartAsync(copy, cancellationToken);
        }

        marks.Forgive(copy.Loaded.Staged.Hash);
    }

    private static ModuleException Neither(ModuleException problem, StagedModule kept, ModuleException second) => new(
        problem.Code,
        $"{problem.Message.TrimEnd('.')}. The copy that last started well ({kept.Hash[..12]}) does not serve either: {second.Message}",
        problem.NextStep);
}
