using System.Globalization;

namespace Aurix.Platform.Host.Commands;

/// <summary>A number of bytes as a person types it: <c>500MB</c>, <c>2GiB</c>, <c>800000</c>.</summary>
internal static class ByteCount
{
    /// <summary>What is taken, for a message.</summary>
    public const string Right = "Give a whole number of bytes above 0, or one with kB, MB, GB, KiB, MiB or GiB, such as 500MB.";

    private static readonly (string Unit, long Bytes)[] Units = [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("", 1)];

    public static bool TryParse(string text, out long bytes)
    {
        var (unit, one) = Array.Find(Units, known => text.EndsWith(known.Unit, StringComparison.Ordinal));
        bytes = long.TryParse(text.AsSpan(..^unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue / one ? number * one : 0;
        return bytes > 0;
    }
}
