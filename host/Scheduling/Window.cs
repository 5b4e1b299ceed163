using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>The hours of a day, by the machine's clock and zone, in which a schedule may start: from the first moment up to the second, perhaps over midnight.</summary>
internal sealed record Window(TimeOnly From, TimeOnly To)
{
    /// <summary>What is taken, for a message.</summary>
    public const string Right = "Give two different times of day, such as 22:00-06:00.";

    private const string Form = "HH:mm";

    public static bool TryParse(string text, [NotNullWhen(true)] out Window? window)
    {
        window = text.Split('-') is [var from, var to]
            && TimeOnly.TryParseExact(from, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var opens)
            && TimeOnly.TryParseExact(to, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var closes)
            && opens != closes
                ? new(opens, closes)
                : null;
        return window is not null;
    }

    public bool Holds(DateTimeOffset now, TimeZoneInfo zone) => TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).IsBetween(From, To);

    /// <summary>When it opens next. On a night on which the clock leaves that time out, when the clock has passed it.</summary>
    public DateTimeOffset OpensAfter(DateTimeOffset now, TimeZoneInfo zone)
    {
        for (var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime); ; day = day.AddDays(1))
        {
            var opens = day.ToDateTime(From);
            while (zone.IsInvalidTime(opens))
            {
                opens = opens.AddMinutes(1);
            }

            if (new DateTimeOffset(opens, zone.GetUtcOffset(opens)) is var moment && moment > now)
            {
                return moment;
            }
        }
    }

    public override string ToString() => $"{From.ToString(Form, CultureInfo.InvariantCulture)}-{To.ToString(Form, CultureInfo.InvariantCulture)}";
}
