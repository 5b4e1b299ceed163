using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;

namespace Aurix.Platform.Host.Configuration;

/// <summary>Of several modules that could answer a role, takes the one that the owner chose.</summary>
internal static class ModuleChoice
{
    /// <exception cref="SettingsRefusedException">The chosen one is not there.</exception>
    public static List<StagedModule> Among(List<StagedModule> candidates, string role, HostSettings settings)
    {
        if (settings.ChosenFor(role) is not { } chosen)
        {
            return candidates;
        }

        var taken = candidates.FindAll(candidate => candidate.Manifest.Id == chosen.Value);
        return taken.Count > 0
            ? taken
            : throw new SettingsRefusedException(new(chosen.Place, $"No module '{chosen.Value}' for '{role}' was found.", Nearest.Hint(chosen.Value, candidates.Select(candidate => candidate.Manifest.Id))));
    }
}
