using System.Globalization;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto;

/// <summary>The only settings of the module.</summary>
/// <param name="AutoLock"><c>crypto.autoLockMinutes</c>, whole minutes from 0 to 1440, 15 when not set: how long after the last unlock or local write protected keys stay open. 0 is for ever; shorter asks for the passphrase more often.</param>
/// <param name="RuntimeFolder"><c>crypto.runtimeFolder</c>, <c>$XDG_RUNTIME_DIR</c> when not set: a folder in memory and for this user alone, where an unlock is shared between commands.</param>
internal sealed record CryptoOptions(TimeSpan? AutoLock, string? RuntimeFolder)
{
    private const int MostMinutes = 1440;

    /// <exception cref="UsageException"><c>BadSetting</c>.</exception>
    public static CryptoOptions Read(IReadOnlyDictionary<string, string> settings)
    {
        var text = settings.GetValueOrDefault("autoLockMinutes", "15");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes > MostMinutes)
        {
            throw new UsageException("BadSetting", $"crypto.autoLockMinutes is '{text}'.", $"Give whole minutes from 0 (never) to {MostMinutes}.");
        }

        return new(minutes == 0 ? null : TimeSpan.FromMinutes(minutes), settings.GetValueOrDefault("runtimeFolder") ?? Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));
    }
}
