using System.Collections.Immutable;
using System.Globalization;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage.Care;
using Aurix.Platform.Storage.Fields;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage;

/// <summary>The module's only settings.</summary>
internal sealed record StorageOptions
{
    private static readonly SettingSpec BusySpec = new("busyTimeoutSeconds", "Seconds that a write waits for another process that is writing to the same file. 0 fails at once.", "10", SettingKind.Number, 0, 600);
    private static readonly SettingSpec DaysSpec = new("historyDays", "Days that superseded revisions are kept.", "30", SettingKind.Number, 0, 36_500);
    private static readonly SettingSpec RevisionsSpec = new("historyRevisions", "How many superseded revisions next to the newest are kept in any case.", "8", SettingKind.Number, 0, 1000);
    private static readonly SettingSpec MegabytesSpec = new("historyMegabytes", "Megabytes that all superseded revisions together may take; 0 for no limit.", "0", SettingKind.Number, 0, 1_000_000);
    private static readonly SettingSpec TrashSpec = new("trashDays", "Days that what was deleted can be brought back.", "90", SettingKind.Number, 0, 36_500);

    private SqlAccess? _access;

    /// <summary>What the host knows of them.</summary>
    public static ImmutableArray<SettingSpec> Specs { get; } =
    [
        BusySpec,
        new("indexes", "Fields of vault documents to keep in order, such as title,durationSeconds,tags[]. Not set leaves what was declared before; empty drops all.", null, SettingKind.List),
        new("keyFile", "A file whose text the databases are encrypted under, where an encrypting build of SQLite is installed.", null, SettingKind.Text, 1),
        DaysSpec,
        RevisionsSpec,
        MegabytesSpec,
        TrashSpec,
    ];

    /// <summary>
    /// How long a write waits for another process that is writing to the same file, in seconds (<c>busyTimeoutSeconds</c>).
    /// Default 10, range 0 to 600. At 0 a write fails at once with <c>StoreLocked</c>; a large value makes a stuck process look like a slow disk.
    /// </summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Fields of vault documents to keep in order, parted by commas or spaces (<c>indexes</c>): <c>title,durationSeconds,tags[]</c>. Null, the default,
    /// leaves what was declared before; an empty text drops all. Each one makes every write a little dearer and lists by it cheap.
    /// </summary>
    public ImmutableArray<FieldPath>? Indexes { get; init; }

    /// <summary>
    /// A file whose text the databases are encrypted under (<c>keyFile</c>), where an encrypting build of SQLite is installed. None by default. Without
    /// such a build every access fails with <c>AtRestUnsupported</c>, and nothing is written in the clear (ADR 0008).
    /// </summary>
    public string? KeyFile { get; init; }

    /// <summary>How files are opened.</summary>
    public SqlAccess Access => _access ??= new SqlAccess(BusyTimeout, KeyFile is null ? null : ReadKey(KeyFile));

    /// <summary>How long superseded bodies of the vault are kept.</summary>
    public Retention Retention { get; init; } = new();

    /// <summary>What is kept in a database of this kind.</summary>
    public Retention RetentionOf(DatabaseKind kind) => kind is DatabaseKind.Vault ? Retention : Retention.None;

    /// <summary>Reads the settings, refusing what it does not know.</summary>
    /// <exception cref="UsageException">A setting is unknown or out of range; names every one at once.</exception>
    public static StorageOptions From(IReadOnlyDictionary<string, string> settings)
    {
        var options = new StorageOptions();
        var wrong = new List<string>();
        foreach (var (name, value) in settings)
        {
            options = name switch
            {
                "busyTimeoutSeconds" => options with { BusyTimeout = TimeSpan.FromSeconds(Number(BusySpec, value, wrong)) },
                "keyFile" => options with { KeyFile = value },
                "historyDays" => options with { Retention = options.Retention with { Age = TimeSpan.FromDays(Number(DaysSpec, value, wrong)) } },
                "historyRevisions" => options with { Retention = options.Retention with { Nearest = Number(RevisionsSpec, value, wrong) } },
                "historyMegabytes" => options with { Retention = options.Retention with { Bytes = Megabytes(Number(MegabytesSpec, value, wrong)) } },
                "trashDays" => options with { Retention = options.Retention with { Trash = TimeSpan.FromDays(Number(TrashSpec, value, wrong)) } },
                "indexes" => options with { Indexes = Paths(value, wrong) },
                _ => Unknown(name, options, wrong),
            };
        }

        return wrong.Count == 0
            ? options
            : throw new UsageException("StorageSettings", $"The storage settings are wrong: {string.Join("; ", wrong)}.", "Correct the settings of aurix.storage.");
    }

    private static int Number(SettingSpec spec, string value, List<string> wrong)
    {
        if (spec.Refuse(value) is not { } right)
        {
            return int.Parse(value, CultureInfo.InvariantCulture);
        }

        wrong.Add($"'{spec.Name}' is '{value}' ({right.TrimEnd('.')})");
        return 0;
    }

    private static string ReadKey(string path)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n') is { Length: > 0 } key
                ? key
                : throw new UsageException("StorageSettings", $"The key file '{path}' is empty.", "Put the key into it, or remove the setting storage.keyFile.");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new UsageException("StorageSettings", $"The key file '{path}' cannot be read.", "Check its place and rights, or remove the setting storage.keyFile.", wrong);
        }
    }

    private static long? Megabytes(int number) => number == 0 ? null : number * 1_000_000L;

    private static ImmutableArray<FieldPath> Paths(string value, List<string> wrong)
    {
        var paths = ImmutableArray.CreateBuilder<FieldPath>();
        foreach (var text in value.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (FieldPath.TryParse(text, out var path))
            {
                paths.Add(path);
            }
            else
            {
                wrong.Add($"'indexes' names '{text}', which is no path of a field");
            }
        }

        return [.. paths.Distinct()];
    }

    private static StorageOptions Unknown(string name, StorageOptions options, List<string> wrong)
    {
        wrong.Add($"'{name}' is not a setting of this module");
        return options;
    }
}
