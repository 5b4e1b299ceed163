using System.Globalization;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync;

/// <summary>The only settings of the module.</summary>
/// <param name="Interval"><c>sync.interval</c>, whole seconds from 1 to 86 400, 15 when not set: how long from one round of the daemon to the next. Shorter costs requests, longer delays edits.</param>
/// <param name="RetireAfter"><c>sync.retireDays</c>, whole days from 0 to 36 500, 90 when not set: how long losers of settled conflicts are kept at least. 0 keeps them for ever (null).</param>
internal sealed record SyncOptions(TimeSpan Interval, TimeSpan? RetireAfter)
{
    /// <summary>Between two pages of re-sealing after a rotation: 200 documents a minute keep a device responsive, and 100 000 take a working day.</summary>
    public static readonly TimeSpan ResealInterval = TimeSpan.FromMinutes(1);

    /// <summary>Between two steps of collecting chunks on the server: a proposal rests for thirty days, so a day more or less is nothing to it.</summary>
    public static readonly TimeSpan CollectInterval = TimeSpan.FromDays(1);

    /// <summary>Between two looks at which kept losers may go: they are counted in months.</summary>
    public static readonly TimeSpan RetireInterval = TimeSpan.FromDays(1);

    /// <exception cref="UsageException"><c>BadSetting</c>.</exception>
    public static SyncOptions Read(IReadOnlyDictionary<string, string> settings)
    {
        var days = Number(settings, "retireDays", 90, 0, 36_500, "days");
        return new(TimeSpan.FromSeconds(Number(settings, "interval", 15, 1, 86_400, "seconds")), days == 0 ? null : TimeSpan.FromDays(days));
    }

    private static int Number(IReadOnlyDictionary<string, string> settings, string name, int otherwise, int least, int most, string unit)
    {
        var text = settings.GetValueOrDefault(name, otherwise.ToString(CultureInfo.InvariantCulture));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException("BadSetting", $"sync.{name} is '{text}'.", $"Give whole {unit} from {least} to {most}.");
    }
}
