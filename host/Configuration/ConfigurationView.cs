using System.Collections.Immutable;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Configuration;

/// <summary>A setting as it holds, for somebody who wonders why.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">What holds; null when nothing does.</param>
/// <param name="From"><c>default</c>, or the place that said it.</param>
/// <param name="Variable">Its name in the environment.</param>
internal sealed record ShownSetting(string Key, string? Value, string From, string Variable);

/// <summary>Every setting there is, with what holds and who said so.</summary>
internal static class ConfigurationView
{
    public static ImmutableArray<ShownSetting> Of(HostSettings settings, IEnumerable<ModuleKnowledge> modules)
    {
        var known = modules.ToList();
        var jobs = known.SelectMany(module => module.Jobs).ToList();
        return
        [
            Show(settings, ConfigurationKeys.Data, settings.DataDirectory) with { Variable = "AURIX_HOME" },
            .. Modules(settings),
            .. ConfigurationKeys.Roles.Select(role => Show(settings, ConfigurationKeys.Use + role, null)).Where(shown => shown.Value is not null),
            .. Section(settings, "limits"),
            .. Section(settings, "log"),
            .. Section(settings, "backup"),
            .. known.SelectMany(module => Below(settings, module.Section, [.. module.Settings.Select(spec => (spec.Name, spec.Default))])),
            .. Below(settings, ConfigurationKeys.Schedules, [.. jobs.Select(job => (job.Key, Timing.ByItself(job.Value).ToString()))]),
        ];
    }

    private static IEnumerable<ShownSetting> Modules(HostSettings settings) =>
        settings.Layers.Find(ConfigurationKeys.OnlyFolder) is { } only
            ? [new(ConfigurationKeys.OnlyFolder, only.Value, only.Place, "AURIX_MODULES")]
            : Section(settings, "modules");

    private static IEnumerable<ShownSetting> Section(HostSettings settings, string section) =>
        ConfigurationKeys.Sections[section].Select(spec => Show(settings, $"{section}.{spec.Name}", spec.Default));

    private static ShownSetting Show(HostSettings settings, string key, string? otherwise) => settings.Layers.Find(key) is { } said
        ? new(key, said.Value, said.Place, ConfigurationKeys.EnvironmentName(key))
        : new(key, otherwise, "default", ConfigurationKeys.EnvironmentName(key));

    private static IEnumerable<ShownSetting> Below(HostSettings settings, string section, ImmutableArray<(string Name, string? Default)> known)
    {
        var said = settings.Layers.Below(section, [.. known.Select(one => one.Name)]);
        return known.Select(one => (one.Name, one.Default))
            .Concat(said.Keys.Except(known.Select(one => one.Name)).Select(name => (Name: name, Default: (string?)null)))
            .OrderBy(one => one.Name, StringComparer.Ordinal)
            .Select(one => (Key: $"{section}.{one.Name}", one.Default, Said: said.GetValueOrDefault(one.Name)))
            .Select(one => new ShownSetting(one.Key, one.Said?.Value ?? one.Default, one.Said?.Place ?? "default", ConfigurationKeys.EnvironmentName(one.Key)));
    }
}
