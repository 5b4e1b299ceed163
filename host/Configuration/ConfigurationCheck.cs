namespace Aurix.Platform.Host.Configuration;

/// <summary>Compares what was configured with what the modules know: their settings and their jobs.</summary>
internal static class ConfigurationCheck
{
    /// <param name="layers">What was configured.</param>
    /// <param name="modules">What the modules said.</param>
    /// <param name="extensions">The ids of extensions that were found. Those that cannot serve have said nothing.</param>
    public static IEnumerable<ConfigurationProblem> Problems(ConfigurationLayers layers, IEnumerable<ModuleKnowledge> modules, IReadOnlyCollection<string> extensions)
    {
        var known = modules.ToList();
        var jobs = known.SelectMany(module => module.Jobs.Keys).Order(StringComparer.Ordinal).ToList();
        return layers.Problems
            .Concat(known.SelectMany(module => Settings(layers, module)))
            .Concat(Schedules(layers, jobs, [.. ConfigurationKeys.Roles.Except(known.Select(module => module.Section)), .. extensions]))
            .Concat(Strangers(layers, extensions))
            .Concat(Rules(layers));
    }

    /// <summary>What is wrong with the settings of one module.</summary>
    public static IEnumerable<ConfigurationProblem> Settings(ConfigurationLayers layers, ModuleKnowledge module)
    {
        if (module.Settings.IsEmpty)
        {
            yield break; // it takes anything
        }

        var names = module.Settings.Select(spec => spec.Name).ToList();
        foreach (var entry in layers.All(module.Section, names))
        {
            var name = entry.Key[(module.Section.Length + 1)..];
            if (module.Settings.FirstOrDefault(spec => spec.Name == name) is not { } spec)
            {
                yield return new(entry.Place, $"The module for {module.Section} has no setting '{name}'.", Nearest.Hint(name, names));
            }
            else if (spec.Refuse(entry.Value) is { } right)
            {
                yield return new(entry.Place, $"This is '{ConfigurationReader.Short(entry.Value)}'.", right);
            }
        }

        foreach (var variable in layers.Unknown(module.Section, names))
        {
            yield return new(variable, $"The module for {module.Section} has no such setting.", Nearest.Hint(variable, names.Select(name => ConfigurationKeys.EnvironmentName($"{module.Section}.{name}"))));
        }
    }

    private static IEnumerable<ConfigurationProblem> Strangers(ConfigurationLayers layers, IReadOnlyCollection<string> extensions) => layers.Entries
        .Where(entry => entry.Key.StartsWith(ConfigurationKeys.Extension, StringComparison.Ordinal) && !extensions.Any(id => entry.Key.StartsWith($"{ConfigurationKeys.SectionOf(id)}.", StringComparison.Ordinal)))
        .Select(entry => new ConfigurationProblem(entry.Place, "There is no extension of this id.", Nearest.Hint(entry.Key[..entry.Key.LastIndexOf('.')], extensions.Select(ConfigurationKeys.SectionOf), "Put its module into one of the folders.")));

    // A job is named after its role or its extension: of a module that could not be asked nobody knows which ones there are, and an extension does more than it has jobs for.
    private static IEnumerable<ConfigurationProblem> Schedules(ConfigurationLayers layers, List<string> jobs, List<string> open)
    {
        foreach (var entry in layers.All(ConfigurationKeys.Schedules, jobs))
        {
            var job = entry.Key[(ConfigurationKeys.Schedules.Length + 1)..];
            if (!jobs.Contains(job) && !open.Exists(name => job.StartsWith(name + ".", StringComparison.Ordinal)))
            {
                yield return new(entry.Place, $"No module has a job '{job}'.", Nearest.Hint(job, jobs));
            }
            else if (entry.Layer is Layer.Environment && !Timing.TryParse(entry.Value, out _)) // the others were looked at when they were read
            {
                yield return new(entry.Place, $"This is '{ConfigurationReader.Short(entry.Value)}'.", Timing.Right);
            }
        }

        foreach (var variable in layers.Unknown(ConfigurationKeys.Schedules, jobs).Where(variable => !open.Exists(name => variable.StartsWith(ConfigurationKeys.EnvironmentName($"{ConfigurationKeys.Schedules}.{name}."), StringComparison.Ordinal))))
        {
            yield return new(variable, "No module has such a job.", Nearest.Hint(variable, jobs.Select(job => ConfigurationKeys.EnvironmentName($"{ConfigurationKeys.Schedules}.{job}"))));
        }
    }

    private static IEnumerable<ConfigurationProblem> Rules(ConfigurationLayers layers) =>
        layers.All("conflict", ["rules"]).Where(entry => entry.Key == ConfigurationKeys.Rules).SelectMany(LocalRuleCheck.Problems);
}
