using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests.CounterExamples;

/// <summary>Several devices settle one conflict before they hear of each other.</summary>
public sealed class SettledApartTests
{
    [Fact] // CE-1: with revisions by chance each device's merge would be a new conflict for the others, for ever
    public async Task Three_devices_that_settle_one_conflict_apart_write_one_merge()
    {
        await using var meeting = await Meeting.StartAsync("all by fields", devices: 3);
        await meeting.DivideAsync("""{"a":"w0","b":"w0"}""", """{"a":"w1","b":"w0"}""", """{"a":"w0","b":"w2"}""");
        await meeting.PullAllAsync();
        meeting[2].Time.Advance(TimeSpan.FromDays(3));
        for (var number = 0; number < 3; number++)
        {
            await meeting[number].NormaliseAsync();
        }

        Assert.EndsWith("""{"a":"w1","b":"w2"}""", Assert.Single(await meeting.ShownEverywhereAsync()), StringComparison.Ordinal);
        await meeting.RoundsAsync(3);
        Assert.Single(await meeting.MergesAsync());
        Assert.Single(await meeting.ShownEverywhereAsync());
    }

    [Fact] // CE-3: one joins by fields, the other lets the last win, both under one name
    public async Task Two_devices_with_two_strategies_agree_without_merging_each_others_merges()
    {
        await using var meeting = await Meeting.StartAsync("two strategies under one name", devices: 2);
        await meeting.DivideAsync("""{"a":"w0","b":"w0"}""", """{"a":"w1","b":"w0"}""", """{"a":"w0","b":"w2"}""");

        await meeting.RoundsAsync(5);

        Assert.Equal(2, (await meeting.MergesAsync()).Count);
        Assert.EndsWith("""{"a":"w1","b":"w2"}""", Assert.Single(await meeting.ShownEverywhereAsync()), StringComparison.Ordinal);
    }

    [Fact] // P32
    public async Task Three_devices_that_keep_both_apart_make_one_copy()
    {
        await using var meeting = await Meeting.StartAsync("all keep both", devices: 3);
        await meeting.DivideAsync("""{"title":"w0"}""", """{"title":"w1"}""", """{"title":"w2"}""");

        await meeting.RoundsAsync(3);

        for (var number = 0; number < 3; number++)
        {
            Assert.Equal(2, (await meeting[number].Mediator.Send(new ListDocuments(null, 10))).Documents.Length);
        }

        Assert.Equal(await meeting[0].StateAsync(), await meeting[2].StateAsync());
    }
}
