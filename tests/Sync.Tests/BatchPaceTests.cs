using Aurix.Platform.Sync.CouchDb;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests;

/// <summary>How much goes into one request, by what became of those before.</summary>
public sealed class BatchPaceTests
{
    private const int MiB = 1024 * 1024;

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_begins_with_the_most()
    {
        Assert.Equal(4 * MiB, new BatchPace(_time).Bytes);
    }

    [Fact]
    public void What_was_refused_for_its_size_is_never_sent_again()
    {
        var pace = new BatchPace(_time);

        pace.TooLarge(3 * MiB);
        Answer(pace, TimeSpan.FromMilliseconds(1));

        Assert.Equal(3 * MiB / 2, pace.Bytes);
    }

    [Fact]
    public void A_slow_answer_halves_it_and_quick_ones_bring_it_back()
    {
        var pace = new BatchPace(_time);

        Answer(pace, TimeSpan.FromSeconds(11));
        Answer(pace, TimeSpan.FromSeconds(11));
        Assert.Equal(MiB, pace.Bytes);
        Answer(pace, TimeSpan.FromSeconds(5));
        Assert.Equal(MiB, pace.Bytes);
        Answer(pace, TimeSpan.FromSeconds(1));
        Answer(pace, TimeSpan.FromSeconds(1));
        Answer(pace, TimeSpan.FromSeconds(1));

        Assert.Equal(4 * MiB, pace.Bytes);
    }

    [Fact]
    public void A_small_answer_says_nothing_about_larger_ones()
    {
        var pace = new BatchPace(_time);
        pace.Busy();

        pace.Answered(pace.Now, 1000);

        Assert.Equal(2 * MiB, pace.Bytes);
    }

    [Fact]
    public void However_busy_a_server_is_it_never_falls_below_64_KiB()
    {
        var pace = new BatchPace(_time);

        for (var time = 0; time < 20; time++)
        {
            pace.Busy();
        }

        pace.TooLarge(1000);
        Assert.Equal(64 * 1024, pace.Bytes);
    }

    private void Answer(BatchPace pace, TimeSpan took)
    {
        var since = pace.Now;
        _time.Advance(took);
        pace.Answered(since, pace.Bytes);
    }
}
