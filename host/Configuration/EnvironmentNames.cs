using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Aurix.Platform.Host.Configuration;

/// <summary>Finds out what the variables of the environment mean. Those with two underscores side by side in their name are settings.</summary>
internal static class EnvironmentNames
{
    /// <summary>Every key that is the host's own.</summary>
    public static readonly FrozenSet<string> HostKeys = ConfigurationKeys.Sections
        .SelectMany(section => section.Value.Select(spec => $"{section.Key}.{spec.Name}"))
        .Concat(ConfigurationKeys.Roles.Select(role => ConfigurationKeys.Use + role))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Adds the host's own settings to the entries, and answers those that are for modules and jobs.</summary>
    public static ImmutableSortedDictionary<string, string> Take(ImmutableSortedDictionary<string, string> environment, List<Entry> entries, List<ConfigurationProblem> problems)
    {
        var later = ConfigurationKeys.Roles.Append(ConfigurationKeys.Schedules).Select(section => section + ".").Append(ConfigurationKeys.Extension).Select(ConfigurationKeys.EnvironmentName).ToList();
        var own = HostKeys.ToDictionary(ConfigurationKeys.EnvironmentName, StringComparer.Ordinal);
        var left = environment.ToBuilder();
        left.Clear();
        foreach (var (variable, value) in environment.Where(variable => variable.Key.Contains("__", StringComparison.Ordinal)))
        {
            if (own.TryGetValue(variable, out var key))
            {
                entries.Add(new(key, value, Layer.Environment, variable));
            }
            else if (later.Exists(prefix => variable.StartsWith(prefix, StringComparison.Ordinal)))
            {
                left.Add(variable, value);
            }
            else
            {
                problems.Add(new(variable, "No setting has this name in the environment.", Nearest.Hint(variable, own.Keys.Order(StringComparer.Ordinal), "'aurix config show --json' tells the names there are.")));
            }
        }

        return left.ToImmutable();
    }
}
