using System.Collections.Immutable;
using System.Globalization;
using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Conflict;

/// <summary>Settings of this module, as plain text by name.</summary>
internal sealed record ConflictOptions
{
    private static readonly SettingSpec DefaultSpec = new("default", "The strategy on this device for what neither the vault's policy nor a local rule says anything about. Not set leaves it to the built-in rules.", null, SettingKind.Text, 1, 64);
    private static readonly SettingSpec RulesSpec = new("rules", "This device's own rules, a list of them in the order in which they are tried. The vault's policy stands above them.", null, SettingKind.Json);
    private static readonly SettingSpec RoundsSpec = new("graceRounds", "Rounds of sync that a conflict waits for a better common ancestor. Less may bring back what somebody deleted; more leaves such a conflict open longer.", "2", SettingKind.Number, 0, 1000);
    private static readonly SettingSpec MinutesSpec = new("graceMinutes", "And how many minutes. Both have to have passed.", "10", SettingKind.Number, 0, 100_000);

    /// <summary>What the host knows of them.</summary>
    public static ImmutableArray<SettingSpec> Specs { get; } = [DefaultSpec, RulesSpec, RoundsSpec, MinutesSpec];

    /// <summary>The strategy for what no rule says anything about, on this device (<c>default</c>). Null leaves it to the built-in rules.</summary>
    public string? Default { get; init; }

    /// <summary>This device's own rules (<c>rules</c>), tried in this order after those of the vault. None by default.</summary>
    public ImmutableArray<PolicyRule> Rules { get; init; } = [];

    /// <summary>
    /// How many rounds of sync a conflict waits for a better common ancestor (<c>graceRounds</c>). Default 2, 0 to 1000. Less, and a merge may bring
    /// back what somebody deleted; more, and such a conflict stays open longer.
    /// </summary>
    public int GraceRounds { get; init; } = 2;

    /// <summary>And how long, in minutes (<c>graceMinutes</c>). Default 10, 0 to 100000. Both have to have passed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(10);

    /// <exception cref="UsageException"><c>BadSetting</c>, naming every setting that is wrong.</exception>
    public static ConflictOptions Parse(IReadOnlyDictionary<string, string> settings)
    {
        var wrong = settings
            .Select(pair => Specs.FirstOrDefault(spec => spec.Name == pair.Key) is { } spec
                ? spec.Refuse(pair.Value) is { } right ? $"'{pair.Key}' is '{pair.Value}' ({right.TrimEnd('.')})" : null
                : $"'{pair.Key}' is none of its settings")
            .OfType<string>()
            .ToList();
        var rules = wrong.Count == 0 && RulesSpec.In(settings) is { } text ? LocalRules.Read(text, wrong) : [];
        return wrong.Count == 0
            ? new()
            {
                Default = DefaultSpec.In(settings),
                Rules = rules,
                GraceRounds = Number(RoundsSpec, settings),
                Grace = TimeSpan.FromMinutes(Number(MinutesSpec, settings)),
            }
            : throw new UsageException("BadSetting", $"Settings of the module conflict are wrong: {string.Join("; ", wrong)}.", "It has default, rules (a list), graceRounds (0 to 1000) and graceMinutes (0 to 100000).");
    }

    private static int Number(SettingSpec spec, IReadOnlyDictionary<string, string> settings) => int.Parse(spec.In(settings)!, CultureInfo.InvariantCulture);
}
