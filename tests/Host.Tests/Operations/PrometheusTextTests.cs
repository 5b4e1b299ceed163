using System.Diagnostics.Metrics;
using Aurix.Platform.Host.Operations;

namespace Aurix.Platform.Tests.Operations;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new("test.prometheus");
    private readonly SeriesBook _book = new("test.prometheus");

    public void Dispose()
    {
        _book.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_counter_has_its_labels_and_ends_in_total()
    {
        var counter = _meter.CreateCounter<long>("a.count", "{thing}", "Things.");
        counter.Add(2, new KeyValuePair<string, object?>("a.kind", "one \"two\"\\\nthree"));
        counter.Add(3, new KeyValuePair<string, object?>("a.kind", "one \"two\"\\\nthree"));
        counter.Add(1);

        AssertPage(
            """
            # HELP a_count_total Things.
            # TYPE a_count_total counter
            a_count_total 1
            a_count_total{a_kind="one \"two\"\\\nthree"} 5
            """);
    }

    [Fact]
    public void A_histogram_counts_up_to_each_bound()
    {
        var histogram = _meter.CreateHistogram("a.time", "s", "How long.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        foreach (var value in new[] { 0.25, 0.5, 0.75, 8 })
        {
            histogram.Record(value);
        }

        AssertPage(
            """
            # HELP a_time_seconds How long.
            # TYPE a_time_seconds histogram
            a_time_seconds_bucket{le="0.5"} 2
            a_time_seconds_bucket{le="1"} 3
            a_time_seconds_bucket{le="+Inf"} 4
            a_time_seconds_count 4
            a_time_seconds_sum 9.5
            """);
    }

    [Fact]
    public void What_is_observed_no_longer_is_gone_and_no_instrument_without_a_value_is_named()
    {
        var there = true;
        _meter.CreateObservableGauge<double>("a.size", () => there ? [new(1.5)] : [], "By", "How much.");
        _meter.CreateCounter<long>("a.never");

        AssertPage(
            """
            # HELP a_size_bytes How much.
            # TYPE a_size_bytes gauge
            a_size_bytes 1.5
            """);
        there = false;
        Assert.Empty(_book.Write(PrometheusText.Write));
    }

    [Fact]
    public void A_label_that_never_repeats_does_not_fill_the_memory()
    {
        var counter = _meter.CreateCounter<long>("a.flood");
        for (var value = 0; value < 10_000; value++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("n", value));
        }

        Assert.Equal(2002, _book.Write(PrometheusText.Write).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    // The order of the series says nothing.
    private void AssertPage(string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n").Split('\n').Order(StringComparer.Ordinal), _book.Write(PrometheusText.Write).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
}
