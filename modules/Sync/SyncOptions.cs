using System.Collections.Immutable;
using System.Globalization;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Filters;
using Aurix.Platform.Sync.Transfer;

namespace Aurix.Platform.Sync;

/// <summary>The only settings of the module.</summary>
/// <param name="Interval"><c>sync.interval</c>, whole seconds from 1 to 86 400, 300 when not set: how long from one round of the daemon to the next, whatever happens. While it follows the server that is the second net; without it, shorter costs requests and longer delays edits.</param>
/// <param name="IsLive"><c>sync.live</c>, true when not set: whether the daemon follows the server, so that changes travel at once. False leaves the rounds.</param>
/// <param name="RetireAfter"><c>sync.retireDays</c>, whole days from 0 to 36 500, 90 when not set: how long losers of settled conflicts are kept at least. 0 keeps them for ever (null).</param>
/// <param name="DeleteShare"><c>sync.deleteShare</c>, percent from 0 to 100, 30 when not set: above which share of the documents deletes are held back until their owner says yes. 0 never asks (null).</param>
internal sealed record SyncOptions(TimeSpan Interval, bool IsLive, TimeSpan? RetireAfter, int? DeleteShare)
{
    private static readonly SettingSpec IntervalSpec = new("interval", "Seconds from one round of the daemon to the next, whatever happens. Between them changes travel as they are made, unless sync.live is off.", "300", SettingKind.Number, 1, 86_400);
    private static readonly SettingSpec LiveSpec = new("live", "Whether the daemon follows the server, so that changes travel at once. Without it they travel with the next round.", "true", SettingKind.Flag);
    private static readonly SettingSpec RetireSpec = new("retireDays", "Days that losers of settled conflicts are kept at least; 0 keeps them for ever.", "90", SettingKind.Number, 0, 36_500);

    private static readonly SettingSpec DeleteSpec = new("deleteShare", "Above which share of the documents, in percent, deletes are held back until they are confirmed; up to 50 always go. 0 never asks.", "30", SettingKind.Number, 0, 100);

    private static readonly SettingSpec FilesSpec = new("files", "When files travel by themselves: always; scheduled, in rounds that a schedule or 'aurix sync now' asks for; onDemand, up always and down when somebody reads them. Documents always travel, but one whose file is still to go up waits for it.", "always", SettingKind.Text) { Choices = ["always", "scheduled", "onDemand"] };
    private static readonly SettingSpec FileSizeSpec = new("fileSize", "Bytes of the largest file that comes down by itself; larger ones when somebody reads them. 0 for any size.", "0", SettingKind.Number, 0);
    private static readonly SettingSpec FileAgeSpec = new("fileAge", "Days: files come down by themselves only where their document was changed in so many last days, others when somebody reads them. 0 for any time.", "0", SettingKind.Number, 0, 36_500);

    private static readonly SettingSpec TypesSpec = new("types", "Types of documents that enter: note, recording; !draft keeps one out, aurix.* always enters. Empty for all. What is on both sides already is kept up to date in any case.", "", SettingKind.List);
    private static readonly SettingSpec IdsSpec = new("ids", "Ids of documents that enter, or beginnings that end in *: work/*; !private/* keeps out. Empty for all.", "", SettingKind.List);
    private static readonly SettingSpec SelectorSpec = new("selector", "A selector, as in CouchDB, that the content of documents has to meet to enter: {\"pinned\":true}. {} for all.", "{}", SettingKind.Json);

    /// <summary>What the host knows of them.</summary>
    public static ImmutableArray<SettingSpec> Specs { get; } = [IntervalSpec, LiveSpec, RetireSpec, DeleteSpec, FilesSpec, FileSizeSpec, FileAgeSpec, TypesSpec, IdsSpec, SelectorSpec];

    /// <summary><c>sync.files</c>, <c>sync.fileSize</c> (bytes) and <c>sync.fileAge</c> (days): when files travel, and which come down by themselves.</summary>
    public required FilePolicy Files { get; init; }

    /// <summary><c>sync.types</c>, <c>sync.ids</c> and <c>sync.selector</c>: what enters.</summary>
    public required SyncFilter Filter { get; init; }

    /// <summary>Between two pages of re-sealing after a rotation: 200 documents a minute keep a device responsive, and 100 000 take a working day.</summary>
    public static readonly TimeSpan ResealInterval = TimeSpan.FromMinutes(1);

    /// <summary>Between two steps of collecting chunks on the server: a proposal rests for thirty days, so a day more or less is nothing to it.</summary>
    public static readonly TimeSpan CollectInterval = TimeSpan.FromDays(1);

    /// <summary>Between two looks at which kept losers may go: they are counted in months.</summary>
    public static readonly TimeSpan RetireInterval = TimeSpan.FromDays(1);

    /// <exception cref="UsageException"><c>BadSetting</c>.</exception>
    public static SyncOptions Read(IReadOnlyDictionary<string, string> settings)
    {
        var days = Number(settings, RetireSpec);
        var share = Number(settings, DeleteSpec);
        return new(TimeSpan.FromSeconds(Number(settings, IntervalSpec)), Text(settings, LiveSpec) == "true", days == 0 ? null : TimeSpan.FromDays(days), share == 0 ? null : (int)share)
        {
            Files = ReadFiles(settings),
            Filter = new(Text(settings, TypesSpec), Text(settings, IdsSpec), Text(settings, SelectorSpec)),
        };
    }

    private static FilePolicy ReadFiles(IReadOnlyDictionary<string, string> settings)
    {
        var moves = Enum.Parse<FileMoves>(Text(settings, FilesSpec), ignoreCase: true);
        var (bytes, days) = (Number(settings, FileSizeSpec), Number(settings, FileAgeSpec));
        return new(moves, bytes == 0 ? null : bytes, days == 0 ? null : TimeSpan.FromDays(days));
    }

    private static long Number(IReadOnlyDictionary<string, string> settings, SettingSpec spec) => long.Parse(Text(settings, spec), CultureInfo.InvariantCulture);

    private static string Text(IReadOnlyDictionary<string, string> settings, SettingSpec spec)
    {
        var text = spec.In(settings)!;
        return spec.Refuse(text) is { } right
            ? throw new UsageException("BadSetting", $"sync.{spec.Name} is '{text}'.", right)
            : text;
    }
}
