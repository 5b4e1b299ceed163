using System.Globalization;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Storage;

/// <summary>The module's only settings.</summary>
internal sealed record StorageOptions
{
    /// <summary>
    /// How long a write waits for another process that is writing to the same file, in seconds (<c>busyTimeoutSeconds</c>).
    /// Default 10, range 0 to 600. At 0 a write fails at once with <c>StoreLocked</c>; a large value makes a stuck process look like a slow disk.
    /// </summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads the settings, refusing what it does not know.</summary>
    /// <exception cref="UsageException">A setting is unknown or out of range; names every one at once.</exception>
    public static StorageOptions From(IReadOnlyDictionary<string, string> settings)
    {
        var options = new StorageOptions();
        var wrong = new List<string>();
        foreach (var (name, value) in settings)
        {
            if (name != "busyTimeoutSeconds")
            {
                wrong.Add($"'{name}' is not a setting of this module");
            }
            else if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 600)
            {
                options = options with { BusyTimeout = TimeSpan.FromSeconds(seconds) };
            }
            else
            {
                wrong.Add($"'{name}' must be a whole number of seconds from 0 to 600");
            }
        }

        return wrong.Count == 0
            ? options
            : throw new UsageException("StorageSettings", $"The storage settings are wrong: {string.Join("; ", wrong)}.", "Correct the settings of aurix.storage.");
    }
}
