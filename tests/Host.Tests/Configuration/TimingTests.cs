using Aurix.Platform.Host.Configuration;

namespace Aurix.Platform.Tests.Configuration;

public sealed class TimingTests
{
    [Theory]
    [InlineData("90s", "90s")]
    [InlineData("120s", "2m")]
    [InlineData("15m", "15m")]
    [InlineData("6h", "6h")]
    [InlineData("48h", "2d")]
    [InlineData("365d", "365d")]
    [InlineData("off", "off")]
    [InlineData("0 0 3 * * ?", "0 0 3 * * ?")]
    public void A_timing_is_read_and_written(string text, string written)
    {
        Assert.True(Timing.TryParse(text, out var timing));
        Assert.Equal(written, timing.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("90")]
    [InlineData("0s")]
    [InlineData("-1s")]
    [InlineData("1.5h")]
    [InlineData("366d")]
    [InlineData("99999999999s")]
    [InlineData("Off")]
    [InlineData("1 2")]
    [InlineData("0 0 25 * * ?")]
    public void What_is_none_is_refused(string text) => Assert.False(Timing.TryParse(text, out _));
}
