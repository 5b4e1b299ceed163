using System.Collections.Immutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Strategies;

/// <summary>Finds the folder that brings a strategy, and loads from it.</summary>
/// <remarks>A folder tells its module's id but not the strategy's; who has not been seen has to be loaded to be asked.</remarks>
internal sealed class StrategyFolders(HostSettings settings, SlotTable slots, StrategyLoader loader)
{
    /// <summary>Loads the strategy from the folder it came from, or from one that is new. The caller owns the copy.</summary>
    /// <exception cref="ModuleException"><c>StrategyMissing</c>, <c>StrategyDoubled</c>, or why what is there does not load.</exception>
    public async Task<Generation> LoadAsync(string strategy, CancellationToken cancellationToken)
    {
        var known = slots.Strategies.ToDictionary(pair => pair.Key, pair => FolderOf(pair.Value), StringComparer.Ordinal);
        if (known.GetValueOrDefault(strategy) is { } folder && Directory.Exists(folder))
        {
            return await LoadAsync(strategy, folder, byOwner: true, cancellationToken) ?? throw Missing(strategy, [$"'{folder}' brings another strategy now"]);
        }

        var found = new List<Generation>();
        var problems = new List<string>();
        foreach (var candidate in Candidates().Except(known.Values))
        {
            try
            {
                if (await LoadAsync(strategy, candidate, byOwner: false, cancellationToken) is { } one)
                {
                    found.Add(one);
                }
            }
            catch (ModuleException problem)
            {
                problems.Add(problem.Message.TrimEnd('.'));
            }
        }

        if (found is [var only])
        {
            return only;
        }

        foreach (var copy in found)
        {
            await copy.DisposeAsync();
        }

        throw found.Count == 0
            ? Missing(strategy, problems)
            : new ModuleException("StrategyDoubled", $"{found.Count} folders bring the strategy '{strategy}': {string.Join(" and ", found.Select(copy => $"'{copy.Loaded.Manifest.Folder}'"))}.", "Remove all of these folders but one.");
    }

    private async Task<Generation?> LoadAsync(string strategy, string folder, bool byOwner, CancellationToken cancellationToken)
    {
        var copy = await loader.LoadAsync(loader.Stage(folder), byOwner, cancellationToken);
        if (copy.Strategy!.Info.Id == strategy)
        {
            return copy;
        }

        await copy.DisposeAsync();
        return null;
    }

    private ImmutableArray<string> Candidates() => [.. settings.FoldersFound.Where(IsStrategy)];

    private bool IsStrategy(string folder)
    {
        try
        {
            return ModuleManifest.Read(folder) is { Role: Roles.Strategy } manifest && !settings.SkippedModules.Contains(manifest.Id);
        }
        catch (ModuleException)
        {
            return false;
        }
    }

    private static string FolderOf(StrategySlot slot) => slot.Slot?.Current.Loaded.Manifest.Folder ?? slot.SetAside!.Folder;

    private ModuleException Missing(string strategy, IReadOnlyCollection<string> problems) => new(
        problems.Count == 0 ? "StrategyMissing" : "StrategyBroken",
        $"Nothing in {string.Join(" or ", settings.ModuleFolders.Select(folder => $"'{folder}'"))} brings the strategy '{strategy}'{(problems.Count == 0 ? "" : ": " + string.Join("; ", problems))}.",
        "Put its module's folder there; 'aurix module list' shows what is there now.");
}
