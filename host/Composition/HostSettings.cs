using System.Collections.Immutable;
using System.Globalization;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <summary>Where everything is and how it shall be: decided once, at the start, from the configuration file, the environment and the command line.</summary>
/// <param name="DataDirectory">Holds the store; made when it is not there.</param>
/// <param name="ModulesDirectory">One folder below it for each module.</param>
/// <param name="ModuleSettings">By <c>role.name</c>, where there is no other configuration: in tests and in the demo.</param>
internal sealed record HostSettings(string DataDirectory, string ModulesDirectory, ImmutableDictionary<string, string> ModuleSettings)
{
    public static string DefaultDataDirectory =>
        Environment.GetEnvironmentVariable("AURIX_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "aurix");

    /// <summary>Beside the program.</summary>
    public static string ShippedModules => Path.Combine(AppContext.BaseDirectory, "modules");

    public static string DefaultModulesDirectory => Environment.GetEnvironmentVariable("AURIX_MODULES") is { Length: > 0 } modules ? modules : ShippedModules;

    /// <summary>Every folder that is searched for modules, in this order, and no other.</summary>
    public ImmutableArray<string> ModuleFolders { get; init; } = [ModulesDirectory];

    /// <summary>What is in them: each may be a module. As it is now, in one order everywhere.</summary>
    public IEnumerable<string> FoldersFound => ModuleFolders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal));

    /// <summary>What was configured, and by whom.</summary>
    public ConfigurationLayers Layers { get; init; } = ConfigurationLayers.Of(ModuleSettings);

    /// <summary>The configuration file where it is, or where it would be found; null when none is looked for.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>How to read all this again; null when it was not read.</summary>
    public ConfigurationRequest? Request { get; init; }

    /// <summary>What the running process logs: its level can be changed.</summary>
    public LogSwitch Log { get; init; } = new();

    /// <summary>What the host itself keeps below the data folder: copies of strategies, which of them were set aside, the way to a running daemon.</summary>
    public string HostFolder => Path.Combine(DataDirectory, Hosting.Roles.Host);

    /// <summary>Modules that are not loaded, by id.</summary>
    public ImmutableHashSet<string> SkippedModules => [.. (Layers.Find(ConfigurationKeys.Skip)?.Value ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>How long an ordinary message may take.</summary>
    public TimeSpan MessageLimit => Seconds(ConfigurationKeys.MessageSeconds);

    /// <summary>How long a module may take to end what is inside it before it is swapped.</summary>
    public TimeSpan DrainLimit => Seconds(ConfigurationKeys.DrainSeconds);

    /// <summary>Where backups are made by themselves; null for nowhere.</summary>
    public string? BackupFolder => Layers.Find(ConfigurationKeys.BackupFolder)?.Value is { Length: > 0 } folder ? folder : null;

    /// <summary>How many of them are kept.</summary>
    public int BackupCopies => int.Parse(Text(ConfigurationKeys.BackupCopies), CultureInfo.InvariantCulture);

    public LogLevel LogLevel => Enum.TryParse<LogLevel>(Text(ConfigurationKeys.Level), ignoreCase: true, out var level) ? level : LogLevel.Warning;

    /// <summary>Whether each line of the log is a JSON object.</summary>
    public bool LogsAsJson => Text(ConfigurationKeys.LogAsJson) == "true";

    /// <summary>Which module shall answer a role, by its id; null when nobody chose.</summary>
    public Entry? ChosenFor(string role) => Layers.Find(ConfigurationKeys.Use + role);

    /// <summary>Reads <c>role.name=value</c>.</summary>
    /// <exception cref="UsageException"><c>BadSetting</c>.</exception>
    public static ImmutableDictionary<string, string> ParseModuleSettings(IEnumerable<string> texts) =>
        texts.Select(ParseModuleSetting)
            .GroupBy(setting => setting.Key, StringComparer.Ordinal)
            .Select(same => same.Count() == 1 ? same.First() : throw new UsageException("BadSetting", $"'{same.Key}' is set twice.", "Give each setting once."))
            .ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The settings of one role, without the prefix.</summary>
    /// <param name="role">The role.</param>
    /// <param name="specs">What its module knows; none when it did not say.</param>
    public IReadOnlyDictionary<string, string> For(string role, params IReadOnlyCollection<SettingSpec> specs) => Layers.SettingsOf(role, specs);

    private TimeSpan Seconds(string key) => TimeSpan.FromSeconds(int.Parse(Text(key), CultureInfo.InvariantCulture));

    // What is wrong is told before anything starts; until then the default stands in.
    private string Text(string key)
    {
        var spec = ConfigurationKeys.Find(key)!;
        return Layers.Find(key)?.Value is { } value && spec.Refuse(value) is null ? value : spec.Default!;
    }

    private static KeyValuePair<string, string> ParseModuleSetting(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot + 1 < equals
            ? KeyValuePair.Create(text[..equals], text[(equals + 1)..])
            : throw new UsageException("BadSetting", $"'{text}' is no setting.", "Write it as role.name=value, for example gateway.cors=http://localhost:5173.");
    }
}
