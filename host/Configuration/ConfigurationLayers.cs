using System.Collections.Immutable;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Configuration;

/// <summary>Everything that was configured, file below environment below command line.</summary>
/// <remarks>
/// A name of the environment is all capitals, so which setting of a module it means can be told only when the module has said which ones it knows: until then it
/// is kept as it is. The settings of the host itself are found at once.
/// </remarks>
/// <param name="Entries">What the file, the environment and the command line say, in this order.</param>
/// <param name="Environment">Variables that are for modules or jobs.</param>
/// <param name="Problems">What was wrong with any of it by itself.</param>
internal sealed record ConfigurationLayers(
    ImmutableArray<Entry> Entries,
    ImmutableSortedDictionary<string, string> Environment,
    ImmutableArray<ConfigurationProblem> Problems)
{
    public static ConfigurationLayers Of(ImmutableDictionary<string, string> commandLine) =>
        new([.. commandLine.Select(set => OnCommandLine(set.Key, set.Value))], ConfigurationRequest.Nothing.Environment, []);

    public static Entry OnCommandLine(string key, string value) => new(key, value, Layer.CommandLine, $"--set {key}");

    /// <summary>What holds for a key of the host itself; null when nobody said anything.</summary>
    public Entry? Find(string key) => Entries.LastOrDefault(entry => entry.Key == key);

    /// <summary>Everything that was said below a section, also what is overridden.</summary>
    public IEnumerable<Entry> All(string section, IReadOnlyCollection<string> known) =>
        Entries.Where(entry => entry.Key.StartsWith(section + ".", StringComparison.Ordinal)).Concat(Named(section, known));

    /// <summary>What holds below a section, by the name after its dot.</summary>
    /// <param name="section">A role, or <c>schedules</c>.</param>
    /// <param name="known">The names there are. Without any, a name of the environment is taken in small letters.</param>
    public ImmutableSortedDictionary<string, Entry> Below(string section, IReadOnlyCollection<string> known)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in All(section, known).OrderBy(entry => entry.Layer)) // a later layer replaces an earlier one
        {
            found[entry.Key[(section.Length + 1)..]] = entry;
        }

        return found.ToImmutable();
    }

    /// <summary>The settings of a role as its module is given them. What is wrong is left out: it is told by who knows where it stands, and nothing starts with it.</summary>
    public IReadOnlyDictionary<string, string> SettingsOf(string role, IReadOnlyCollection<SettingSpec> specs) =>
        Below(role, [.. specs.Select(spec => spec.Name)])
            .Where(pair => IsRight(pair.Value, specs.FirstOrDefault(spec => spec.Name == pair.Key), takesAnything: specs.Count == 0))
            .ToDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.Ordinal);

    private static bool IsRight(Entry entry, SettingSpec? spec, bool takesAnything) =>
        takesAnything || (spec is not null && spec.Refuse(entry.Value) is null && (entry.Key != ConfigurationKeys.Rules || !LocalRuleCheck.Problems(entry).Any()));

    /// <summary>The variables of a section that mean none of the names there are.</summary>
    public IEnumerable<string> Unknown(string section, IReadOnlyCollection<string> known) =>
        known.Count == 0 ? [] : Variables(section).Except(known.Select(name => ConfigurationKeys.EnvironmentName($"{section}.{name}")));

    private IEnumerable<Entry> Named(string section, IReadOnlyCollection<string> known)
    {
        foreach (var variable in Variables(section))
        {
            var name = known.Count == 0
                ? variable[Prefix(section).Length..].ToLowerInvariant()
                : known.FirstOrDefault(name => ConfigurationKeys.EnvironmentName($"{section}.{name}") == variable);
            if (name is not null)
            {
                yield return new($"{section}.{name}", Environment[variable], Layer.Environment, variable);
            }
        }
    }

    private IEnumerable<string> Variables(string section) => Environment.Keys.Where(variable => variable.StartsWith(Prefix(section), StringComparison.Ordinal));

    private static string Prefix(string section) => ConfigurationKeys.EnvironmentName(section + ".");
}
