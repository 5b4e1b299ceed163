using System.Globalization;

namespace Aurix.Platform.Bench.Sync;

/// <summary>Times of one kind, in milliseconds.</summary>
internal sealed class Spread
{
    private readonly List<double> _times = [];

    public double Median => _times.Median();

    public void Add(TimeSpan time) => _times.Add(time.TotalMilliseconds);

    public double At(double share) => _times.At(share);

    public string Row(string name, Spread against) => string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {_times.Count} | {Median:0.0} | {At(0.95):0.0} | {_times.Max():0.0} | {Median / against.Median:0.00}× | {At(0.95) / against.At(0.95):0.00}× |");
}
