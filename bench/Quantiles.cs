namespace Aurix.Platform.Bench;

/// <summary>Order statistics of what was measured, by nearest rank.</summary>
internal static class Quantiles
{
    public static double Median(this IEnumerable<double> values) => values.At(0.5);

    /// <summary>The value that this share of all does not exceed.</summary>
    public static double At(this IEnumerable<double> values, double share)
    {
        var ordered = values.Order().ToList();
        return ordered[Math.Max(0, (int)Math.Ceiling(share * ordered.Count) - 1)];
    }
}
