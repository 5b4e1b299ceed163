using Aurix.Platform.Host.Scheduling;

namespace Aurix.Platform.Tests.Scheduling;

public sealed class WindowTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("22:00-06:00", "2026-11-23T21:59:00+01:00", false, "2026-11-23T22:00:00+01:00")]
    [InlineData("22:00-06:00", "2026-11-23T22:00:00+01:00", true, "2026-11-24T22:00:00+01:00")]
    [InlineData("22:00-06:00", "2026-11-24T05:59:59+01:00", true, "2026-11-24T22:00:00+01:00")]
    [InlineData("22:00-06:00", "2026-11-24T06:00:00+01:00", false, "2026-11-24T22:00:00+01:00")]
    [InlineData("09:00-17:30", "2026-11-24T17:29:00+01:00", true, "2026-11-25T09:00:00+01:00")]
    [InlineData("09:00-17:30", "2026-11-24T20:00:00Z", false, "2026-11-25T09:00:00+01:00")]
    [InlineData("02:30-04:00", "2027-03-28T01:59:00+01:00", false, "2027-03-28T03:00:00+02:00")] // a night without 02:30
    public void Hours_hold_and_begin_by_the_clock_on_the_wall(string text, string now, bool holds, string opens)
    {
        Assert.True(Window.TryParse(text, out var window));
        Assert.Equal(text, window.ToString());
        Assert.Equal(holds, window.Holds(ScheduledHost.Moment(now), Berlin));
        Assert.Equal(ScheduledHost.Moment(opens), window.OpensAfter(ScheduledHost.Moment(now), Berlin));
    }

    [Theory]
    [InlineData("")]
    [InlineData("22:00")]
    [InlineData("22-06")]
    [InlineData("22:00-24:00")]
    [InlineData("22:00-22:00")]
    [InlineData("22:00-06:00-08:00")]
    public void What_is_none_is_refused(string text) => Assert.False(Window.TryParse(text, out _));
}
