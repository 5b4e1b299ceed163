using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Aurix.Platform.Hosting;
using Quartz;

namespace Aurix.Platform.Host.Configuration;

/// <summary>When a job runs.</summary>
internal abstract record Timing
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    private Timing() { } // the three below are all there are

    /// <summary>What is taken, for a message.</summary>
    public const string Right = "Give an interval such as 90s, 15m, 6h or 1d (at most 365d), a Quartz cron expression such as '0 0 3 * * ?', or off.";

    /// <summary>At once, and then again and again.</summary>
    public sealed record Every(TimeSpan Interval) : Timing
    {
        public override string ToString() => Interval switch
        {
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerDay == 0 => Text(Interval.TotalDays, 'd'),
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour == 0 => Text(Interval.TotalHours, 'h'),
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 => Text(Interval.TotalMinutes, 'm'),
            _ => Text(Interval.TotalSeconds, 's'),
        };

        private static string Text(double number, char unit) => number.ToString("0.###", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>At the times of a cron expression, by the machine's clock and zone.</summary>
    public sealed record At(string Cron) : Timing
    {
        public override string ToString() => Cron;
    }

    /// <summary>Never.</summary>
    public sealed record Off : Timing
    {
        public override string ToString() => "off";
    }

    /// <summary>When a job runs of itself.</summary>
    /// <param name="interval">What its <see cref="JobSpec"/> says.</param>
    public static Timing ByItself(TimeSpan interval) => interval == Timeout.InfiniteTimeSpan ? new Off() : new Every(interval);

    /// <summary>Reads an interval, a cron expression (it has blanks) or <c>off</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Timing? timing)
    {
        timing = text == "off" ? new Off()
            : text.Contains(' ', StringComparison.Ordinal) ? CronExpression.TryParse(text, out _) ? new At(text) : null
            : ReadInterval(text) is { } interval ? new Every(interval) : null;
        return timing is not null;
    }

    private static TimeSpan? ReadInterval(string text)
    {
        var unit = text.Length < 2 ? null : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => (TimeSpan?)null,
        };
        return unit is { } one && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= Longest / one
            ? number * one
            : null;
    }
}
