using static Aurix.Platform.Tests.Json.JsonCase;

namespace Aurix.Platform.Tests.Json;

/// <summary>Timed segments. <c>a 0-5 Hi</c> is a segment with the id a from 0 to 5.</summary>
public sealed class TranscriptTests
{
    private const string Options = """{"fields":{"/segments":"keyed:id order:start,end,id","/segments/*/text":"text"}}""";

    [Fact]
    public void Segments_of_both_stand_in_the_order_of_their_times()
    {
        var merged = Merge(Of("a 0-5 Hi", "b 5-9 there"), Of("a 0-5 Hi", "c 2-3 um", "b 5-9 there"), Of("a 0-5 Hi", "d 1-2 er", "b 5-9 there"), Options);

        Assert.Equal(Of("a 0-5 Hi", "d 1-2 er", "c 2-3 um", "b 5-9 there"), merged.Text());
        Assert.Empty(merged.Records);
    }

    [Fact]
    public void A_segment_whose_times_changed_moves()
    {
        var merged = Merge(Of("a 0-5 Hi", "b 5-9 there"), Of("b 5-9 there", "a 10.5-12 Hi"), Of("a 0-5 Hi", "b 5-9 you"), Options);

        Assert.Equal(Of("b 5-9 you", "a 10.5-12 Hi"), merged.Text());
    }

    [Fact]
    public void Equal_times_are_ordered_by_id() =>
        Assert.Equal(Of("a 0-5 x", "b 0-5 y"), Merge(Of(), Of("b 0-5 y"), Of("a 0-5 x"), Options).Text());

    [Fact]
    public void A_segment_that_would_end_before_it_starts_ends_where_it_starts_and_a_record_says_so()
    {
        var merged = Merge(Of("a 5-8 Hi"), Of("a 5-6 Hi"), Of("a 7-8 Hi"), Options);

        Assert.Equal(Of("a 7-7 Hi"), merged.Text());
        Assert.Equal(["replaced /segments/0/end: 6 | 8 > both"], merged.Records());
    }

    [Fact]
    public void A_segment_that_an_author_left_so_is_his_own_affair() =>
        Assert.Equal(Of("a 7-6 you"), Merge(Of("a 5-8 Hi"), Of("a 7-6 Hi"), Of("a 5-8 you"), Options).Text());

    [Fact]
    public void Times_that_both_changed_are_as_the_later_says()
    {
        var merged = Merge(Of("a 0-5 Hi"), Of("a 1-5 Hi"), Of("a 2-5 Hi"), Options);

        Assert.Equal(Of("a 2-5 Hi"), merged.Text());
        Assert.Equal(["replaced /segments/0/start: 1 | 2 > later"], merged.Records());
    }

    private static string Of(params string[] segments) => $$"""{"segments":[{{string.Join(",", segments.Select(Segment))}}]}""";

    private static string Segment(string shorthand)
    {
        var parts = shorthand.Split(' ', '-');
        return $$"""{"end":{{parts[2]}},"id":"{{parts[0]}}","start":{{parts[1]}},"text":"{{parts[3]}}"}""";
    }
}
