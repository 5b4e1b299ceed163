using System.Collections.Frozen;
using System.Collections.Immutable;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Configuration;

/// <summary>What the host itself can be told: one table for the reader, the schema and the messages.</summary>
internal static class ConfigurationKeys
{
    public const string Data = "data";
    public const string Folders = "modules.folders";
    public const string Shipped = "modules.shipped";
    public const string Skip = "modules.skip";
    public const string Use = "modules.use.";
    public const string OnlyFolder = "modules"; // --modules: replaces all others
    public const string Extension = "extension."; // and its id
    public const string Schedules = "schedules";
    public const string Rules = "conflict.rules";
    public const string Level = "log.level";
    public const string LogAsJson = "log.json";
    public const string MessageSeconds = "limits.messageSeconds";
    public const string DrainSeconds = "limits.drainSeconds";
    public const string BackupFolder = "backup.folder";
    public const string BackupCopies = "backup.copies";

    /// <summary>The members of the file, each with what it is for.</summary>
    public static readonly ImmutableArray<(string Name, string Description)> Members =
    [
        ("$schema", "Where the schema of this file is, for an editor."),
        (Data, "The folder that holds the store. Not in a file that lies in the data folder itself."),
        ("modules", "Where modules are looked for, and which of them serve."),
        ("settings", "The modules' own settings, by role and name; those of an extension by 'extension.' and its id."),
        ("strategies", "This device's own rules for who settles which documents' conflicts. The first that fits decides; the vault's policy stands above them."),
        (Schedules, "When the modules' jobs run, and which operations of extensions besides: an interval such as 90s, 15m, 6h or 1d, a Quartz cron expression, or off."),
        ("limits", "How long things may take."),
        ("log", "What is logged to standard error."),
        ("backup", "Where the job host.backup copies everything to. Without a folder it does not run."),
    ];

    /// <summary>The host's own settings, by section.</summary>
    public static readonly FrozenDictionary<string, ImmutableArray<SettingSpec>> Sections = new Dictionary<string, ImmutableArray<SettingSpec>>
    {
        ["modules"] =
        [
            new("folders", "Further folders with modules, one module in each folder below. Relative ones are seen from the file. No other folder is ever searched.", null, SettingKind.List),
            new("shipped", "Whether the folder beside the program is searched, and before all others.", "true", SettingKind.Flag),
            new("skip", "Ids of modules that are not loaded.", null, SettingKind.List),
        ],
        ["limits"] =
        [
            new("messageSeconds", "How long a module may take for an ordinary message. Shorter fails large ones on a busy machine; longer keeps callers waiting for a module that hangs.", "120", SettingKind.Number, 1, 86_400),
            new("drainSeconds", "How long what is inside a module may take to end when it is taken anew. Shorter gives up more swaps; longer keeps callers waiting.", "20", SettingKind.Number, 1, 600),
        ],
        ["log"] =
        [
            new("level", "The least severe lines that are logged.", "warning", SettingKind.Text) { Choices = ["trace", "debug", "information", "warning", "error", "critical", "none"] },
            new("json", "Whether each line of the log is a JSON object.", "false", SettingKind.Flag),
        ],
        ["backup"] =
        [
            new("folder", "The folder that backups are made in, one folder each, by its whole path. It is not made: a disk that is missing must be noticed. They hold documents and keys in the clear.", null, SettingKind.Text, 1),
            new("copies", "How many backups are kept; the oldest go. Fewer cover less time, more fill the disk.", "7", SettingKind.Number, 1, 1000),
        ],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The roles that have settings.</summary>
    public static ImmutableArray<string> Roles => HostBuilder.RequiredRoles;

    /// <summary>The section of an extension's settings.</summary>
    public static string SectionOf(string extension) => Extension + extension;

    /// <summary>The extension whose settings a section holds; null for a role's.</summary>
    public static string? ExtensionOf(string section) => section.StartsWith(Extension, StringComparison.Ordinal) && section.Length > Extension.Length ? section[Extension.Length..] : null;

    /// <summary>The one name of a key in the environment: <c>AURIX_SYNC__INTERVAL</c> for <c>sync.interval</c>.</summary>
    public static string EnvironmentName(string key) => "AURIX_" + string.Concat(key.Select(c => c switch
    {
        '.' => "__",
        _ when char.IsAsciiLetterOrDigit(c) => char.ToUpperInvariant(c).ToString(),
        _ => "_", // not every shell lets a name have anything else
    }));

    /// <summary>The host's own setting of this key; null for those of modules and schedules.</summary>
    public static SettingSpec? Find(string key) =>
        key.Split('.', 2) is [var section, var name] && Sections.TryGetValue(section, out var specs) ? specs.FirstOrDefault(spec => spec.Name == name) : null;
}
