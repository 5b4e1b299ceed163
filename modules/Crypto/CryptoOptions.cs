using System.Collections.Immutable;
using System.Globalization;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Crypto;

/// <summary>The only settings of the module.</summary>
/// <param name="AutoLock"><c>crypto.autoLockMinutes</c>, whole minutes from 0 to 1440, 15 when not set: how long after the last unlock or local write protected keys stay open. 0 is for ever; shorter asks for the passphrase more often.</param>
/// <param name="RuntimeFolder"><c>crypto.runtimeFolder</c>, <c>$XDG_RUNTIME_DIR</c> when not set: a folder in memory and for this user alone, where an unlock is shared between commands.</param>
internal sealed record CryptoOptions(TimeSpan? AutoLock, string? RuntimeFolder)
{
    private static readonly SettingSpec AutoLockSpec = new("autoLockMinutes", "Minutes after the last unlock or local write that protected keys stay open; 0 is for ever. Shorter asks for the passphrase more often.", "15", SettingKind.Number, 0, 1440);
    private static readonly SettingSpec RuntimeSpec = new("runtimeFolder", "A folder in memory and for this user alone, where an unlock is shared between commands. $XDG_RUNTIME_DIR when not set.", null, SettingKind.Text, 1);

    /// <summary>What the host knows of them.</summary>
    public static ImmutableArray<SettingSpec> Specs { get; } = [AutoLockSpec, RuntimeSpec];

    /// <exception cref="UsageException"><c>BadSetting</c>.</exception>
    public static CryptoOptions Read(IReadOnlyDictionary<string, string> settings)
    {
        var text = AutoLockSpec.In(settings)!;
        if (AutoLockSpec.Refuse(text) is { } right)
        {
            throw new UsageException("BadSetting", $"crypto.autoLockMinutes is '{text}'.", right);
        }

        var minutes = int.Parse(text, CultureInfo.InvariantCulture);
        return new(minutes == 0 ? null : TimeSpan.FromMinutes(minutes), RuntimeSpec.In(settings) ?? Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));
    }
}
