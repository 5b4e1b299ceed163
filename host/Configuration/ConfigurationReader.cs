using System.Collections.Immutable;
using Aurix.Platform.Host.Composition;

namespace Aurix.Platform.Host.Configuration;

/// <summary>Reads what a process is told, from all places, into its settings. Mistakes are noted and told later, together with those that only modules can find.</summary>
internal static class ConfigurationReader
{
    /// <exception cref="Errors.UsageException"><c>BadSetting</c>: a <c>--set</c> is no setting at all.</exception>
    public static HostSettings Read(ConfigurationRequest request)
    {
        var entries = new List<Entry>();
        var problems = new List<ConfigurationProblem>();
        var home = Path.GetFullPath(request.Data ?? request.Variable("AURIX_HOME") ?? HostSettings.DefaultDataDirectory);
        var named = request.Config ?? request.Variable("AURIX_CONFIG");
        var file = Path.GetFullPath(named ?? Path.Combine(home, ConfigurationFile.Name));
        if (File.Exists(file))
        {
            ConfigurationFile.Read(file, entries, problems);
        }
        else if (named is not null)
        {
            problems.Add(new(request.Config is null ? "AURIX_CONFIG" : "--config", $"There is no file '{file}'.", "Name one that is there, or leave it out."));
        }

        var left = EnvironmentNames.Take(request.Environment, entries, problems);
        TakeCommandLine(request, entries, problems);
        CheckOwn(entries, problems);
        var data = DataFolder(request, home, named, file, entries, problems);
        var folders = ModuleFolders.Of(request, file, entries, problems);
        return new HostSettings(data, folders.FirstOrDefault(HostSettings.ShippedModules), ImmutableDictionary<string, string>.Empty)
        {
            ModuleFolders = folders,
            Layers = new([.. entries], left, [.. problems]),
            ConfigurationFile = file,
            Request = request,
        };
    }

    private static void TakeCommandLine(ConfigurationRequest request, List<Entry> entries, List<ConfigurationProblem> problems)
    {
        if (request.IsVerbose)
        {
            entries.Add(new(ConfigurationKeys.Level, "debug", Layer.CommandLine, "--verbose"));
        }

        foreach (var (key, value) in HostSettings.ParseModuleSettings(request.Sets).OrderBy(set => set.Key, StringComparer.Ordinal))
        {
            var (section, name) = (key[..key.IndexOf('.', StringComparison.Ordinal)], key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..]);
            if (ConfigurationKeys.Roles.Contains(section) || ConfigurationKeys.ExtensionOf(key) is not null || section == ConfigurationKeys.Schedules || EnvironmentNames.HostKeys.Contains(key))
            {
                entries.Add(ConfigurationLayers.OnCommandLine(key, value));
            }
            else if (ConfigurationKeys.Sections.TryGetValue(section, out var specs))
            {
                problems.Add(new($"--set {key}", $"There is no '{name}' here.", Nearest.Hint(name, specs.Select(spec => spec.Name))));
            }
            else
            {
                problems.Add(new($"--set {key}", $"There is no role '{section}'.", Nearest.Hint(section, [.. ConfigurationKeys.Roles, .. ConfigurationKeys.Sections.Keys.Order(StringComparer.Ordinal), ConfigurationKeys.Schedules])));
            }
        }
    }

    // Also what another place overrides: a mistake that shows only when an override goes is the worst of them.
    private static void CheckOwn(List<Entry> entries, List<ConfigurationProblem> problems)
    {
        foreach (var entry in entries)
        {
            var right = entry.Key.StartsWith(ConfigurationKeys.Schedules + ".", StringComparison.Ordinal)
                ? Timing.TryParse(entry.Value, out _) ? null : Timing.Right
                : ConfigurationKeys.Find(entry.Key)?.Refuse(entry.Value);
            if (right is not null)
            {
                problems.Add(new(entry.Place, $"This is '{Short(entry.Value)}'.", right));
            }
        }
    }

    public static string Short(string value) => value.Length <= 60 ? value : value[..60] + "…";

    private static string DataFolder(ConfigurationRequest request, string home, string? named, string file, List<Entry> entries, List<ConfigurationProblem> problems)
    {
        var said = entries.Find(entry => entry.Key == ConfigurationKeys.Data);
        if (said is not null && named is null)
        {
            problems.Add(new(said.Place, "A file that was found in the data folder cannot move it.", "Take the member out, or name the file with --config or AURIX_CONFIG."));
            return home;
        }

        if (request.Data is not null)
        {
            entries.Add(new(ConfigurationKeys.Data, home, Layer.CommandLine, "--data"));
        }
        else if (request.Variable("AURIX_HOME") is not null)
        {
            entries.Add(new(ConfigurationKeys.Data, home, Layer.Environment, "AURIX_HOME"));
        }
        else if (said is not null)
        {
            return Path.GetFullPath(said.Value, Path.GetDirectoryName(file)!);
        }

        return home;
    }
}
