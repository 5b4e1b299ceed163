namespace Aurix.Platform.Host.Configuration;

/// <summary>Compares what was configured with what the modules know: their settings and their jobs.</summary>
internal static class ConfigurationCheck
{
    public static IEnumerable<ConfigurationProblem> Problems(ConfigurationLayers layers, IEnumerable<ModuleKnowledge> modules)
    {
        var known = modules.ToList();
        var jobs = known.SelectMany(module => module.Jobs.Keys).Order(StringComparer.Ordinal).ToList();
        return layers.Problems
            .Concat(known.SelectMany(module => Settings(layers, module)))
            .Concat(Schedules(layers, jobs, [.. ConfigurationKeys.Roles.Except(known.Select(module => module.Role))]))
            .Concat(Rules(layers));
    }

    private static IEnumerable<ConfigurationProblem> Settings(ConfigurationLayers layers, ModuleKnowledge module)
    {
        if (module.Settings.IsEmpty)
        {
            yield break; // it takes anything
        }

        var names = module.Settings.Select(spec => spec.Name).ToList();
        foreach (var entry in layers.All(module.Role, names))
        {
            var name = entry.Key[(module.Role.Length + 1)..];
            if (module.Settings.FirstOrDefault(spec => spec.Name == name) is not { } spec)
            {
                yield return new(entry.Place, $"The module for {module.Role} has no setting '{name}'.", Nearest.Hint(name, names));
            }
            else if (spec.Refuse(entry.Value) is { } right)
            {
                yield return new(entry.Place, $"This is '{ConfigurationReader.Short(entry.Value)}'.", right);
            }
        }

        foreach (var variable in layers.Unknown(module.Role, names))
        {
            yield return new(variable, $"The module for {module.Role} has no such setting.", Nearest.Hint(variable, names.Select(name => ConfigurationKeys.EnvironmentName($"{module.Role}.{name}"))));
        }
    }

    // A job is named after its role: of a module that could not be asked nobody knows which ones there are.
    private static IEnumerable<ConfigurationProblem> Schedules(ConfigurationLayers layers, List<string> jobs, List<string> silent)
    {
        foreach (var entry in layers.All(ConfigurationKeys.Schedules, jobs))
        {
            var job = entry.Key[(ConfigurationKeys.Schedules.Length + 1)..];
            if (!jobs.Contains(job) && !silent.Exists(role => job.StartsWith(role + ".", StringComparison.Ordinal)))
            {
                yield return new(entry.Place, $"No module has a job '{job}'.", Nearest.Hint(job, jobs));
            }
            else if (entry.Layer is Layer.Environment && !Timing.TryParse(entry.Value, out _)) // the others were looked at when they were read
            {
                yield return new(entry.Place, $"This is '{ConfigurationReader.Short(entry.Value)}'.", Timing.Right);
            }
        }

        foreach (var variable in layers.Unknown(ConfigurationKeys.Schedules, jobs).Where(variable => !silent.Exists(role => variable.StartsWith(ConfigurationKeys.EnvironmentName($"{ConfigurationKeys.Schedules}.{role}."), StringComparison.Ordinal))))
        {
            yield return new(variable, "No module has such a job.", Nearest.Hint(variable, jobs.Select(job => ConfigurationKeys.EnvironmentName($"{ConfigurationKeys.Schedules}.{job}"))));
        }
    }

    private static IEnumerable<ConfigurationProblem> Rules(ConfigurationLayers layers) =>
        layers.All("conflict", ["rules"]).Where(entry => entry.Key == ConfigurationKeys.Rules).SelectMany(LocalRuleCheck.Problems);
}
