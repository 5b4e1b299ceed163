namespace Aurix.Platform.Host.Configuration;

/// <summary>Where a value comes from. Of two that set the same, the later one wins.</summary>
internal enum Layer
{
    Default,
    File,
    Environment,
    CommandLine,
}

/// <summary>Something that somebody configured.</summary>
/// <param name="Key">Its one name, such as <c>sync.interval</c>, <c>limits.drainSeconds</c> or <c>schedules.sync.round</c>.</param>
/// <param name="Value">As text, whatever it was in the file.</param>
/// <param name="Layer">Where it comes from.</param>
/// <param name="Place">The same for a message: <c>aurix.json $.settings.sync.interval</c>.</param>
internal sealed record Entry(string Key, string Value, Layer Layer, string Place);
