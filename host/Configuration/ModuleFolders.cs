using System.Collections.Immutable;
using Aurix.Platform.Host.Composition;

namespace Aurix.Platform.Host.Configuration;

/// <summary>Which folders are searched for modules: the one beside the program and those that the owner listed, or the only one that was named.</summary>
internal static class ModuleFolders
{
    public static ImmutableArray<string> Of(ConfigurationRequest request, string file, List<Entry> entries, List<ConfigurationProblem> problems)
    {
        if (request.Modules is { } only)
        {
            entries.Add(new(ConfigurationKeys.OnlyFolder, Path.GetFullPath(only), Layer.CommandLine, "--modules"));
            return [Path.GetFullPath(only)];
        }

        if (request.Variable("AURIX_MODULES") is { } inEnvironment)
        {
            entries.Add(new(ConfigurationKeys.OnlyFolder, Path.GetFullPath(inEnvironment), Layer.Environment, "AURIX_MODULES"));
            return [Path.GetFullPath(inEnvironment)];
        }

        ImmutableArray<string> shipped = Last(entries, ConfigurationKeys.Shipped)?.Value == "false" ? [] : [HostSettings.ShippedModules];
        var all = shipped.AddRange(Listed(file, Last(entries, ConfigurationKeys.Folders), problems));
        if (all.IsEmpty)
        {
            problems.Add(new(Last(entries, ConfigurationKeys.Shipped)!.Place, "The folder beside the program is left out, and no other is listed.", "List one in modules.folders, or leave this out."));
        }

        return [.. all.Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Listed(string file, Entry? listed, List<ConfigurationProblem> problems)
    {
        var seenFrom = listed?.Layer is Layer.File ? Path.GetDirectoryName(file)! : Directory.GetCurrentDirectory();
        foreach (var (place, text) in (listed?.Value ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Index())
        {
            var folder = Path.GetFullPath(text, seenFrom);
            if (!Directory.Exists(folder))
            {
                problems.Add(new($"{listed!.Place}[{place}]", $"There is no folder '{folder}'.", "Make it, or take it off the list."));
            }

            yield return folder;
        }
    }

    private static Entry? Last(List<Entry> entries, string key) => entries.FindLast(entry => entry.Key == key);
}
