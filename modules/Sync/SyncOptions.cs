using System.Globalization;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync;

/// <summary>The only settings of the module.</summary>
/// <param name="Interval"><c>sync.interval</c>, whole seconds from 1 to 86 400, 15 when not set: how long from one round of the daemon to the next. Shorter costs requests, longer delays edits.</param>
internal sealed record SyncOptions(TimeSpan Interval)
{
    /// <summary>Between two pages of re-sealing after a rotation: 200 documents a minute keep a device responsive, and 100 000 take a working day.</summary>
    public static readonly TimeSpan ResealInterval = TimeSpan.FromMinutes(1);

    /// <summary>Between two steps of collecting chunks on the server: a proposal rests for thirty days, so a day more or less is nothing to it.</summary>
    public static readonly TimeSpan CollectInterval = TimeSpan.FromDays(1);

    /// <exception cref="UsageException"><c>BadSetting</c>.</exception>
    public static SyncOptions Read(IReadOnlyDictionary<string, string> settings)
    {
        var text = settings.GetValueOrDefault("interval", "15");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 86_400
            ? new(TimeSpan.FromSeconds(seconds))
            : throw new UsageException("BadSetting", $"sync.interval is '{text}'.", "Give whole seconds from 1 to 86400.");
    }
}
