using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;

namespace Aurix.Platform.Host.Trust;

/// <summary>Finds the module that somebody means: by its id in the folders that are searched, or by its own folder.</summary>
internal static class ModuleFinder
{
    /// <exception cref="ModuleException"><c>ModuleMissing</c>, or <c>ModuleDoubled</c> when an id does not say which.</exception>
    public static ModuleManifest Find(HostSettings settings, string named)
    {
        var found = settings.FoldersFound.Where(folder => IdOf(folder) == named).ToList();
        return found switch
        {
            [var one] => ModuleManifest.Read(one),
            [] when File.Exists(Path.Combine(named, ModuleManifest.FileName)) => ModuleManifest.Read(Path.GetFullPath(named)),
            [] => throw new ModuleException("ModuleMissing", $"There is no module '{named}' in {string.Join(" or ", settings.ModuleFolders.Select(folder => $"'{folder}'"))}, and no folder of that name with a {ModuleManifest.FileName}.", "Name a module by the id in its module.json, or by its folder."),
            _ => throw new ModuleException("ModuleDoubled", $"{found.Count} folders bring the module '{named}': {string.Join(" and ", found.Select(folder => $"'{folder}'"))}.", "Name one of the folders."),
        };
    }

    private static string? IdOf(string folder)
    {
        try
        {
            return ModuleManifest.Read(folder).Id;
        }
        catch (ModuleException)
        {
            return null;
        }
    }
}
