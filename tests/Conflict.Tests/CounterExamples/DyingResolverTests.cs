using Aurix.Platform.Tests.Simulation;

namespace Aurix.Platform.Tests.CounterExamples;

/// <summary>A device settles a conflict, sends a part of what it wrote, and is never seen again.</summary>
public sealed class DyingResolverTests
{
    [Fact] // CE-6: an empty tombstone would be all that is left of the loser, and the merge that was to hold it never came
    public async Task A_loser_is_found_whole_though_the_merge_never_came()
    {
        await using var meeting = await Meeting.StartAsync("all last-write-wins", devices: 2);
        await meeting.DivideAsync("""{"title":"w0"}""", """{"title":"w1"}""", """{"title":"w2"}""");
        await meeting[1].PullAsync(meeting.Server, () => true);
        await meeting[1].NormaliseAsync();
        await meeting[1].PushAsync(meeting.Server, atMost: 1);
        await meeting.Server.CompactAsync();

        Assert.Superset(new HashSet<string> { "w1", "w2" }, (await WordBook.FindAsync(await meeting.JoinAsync())).Kept);
    }

    [Theory] // CE-7, P25: two parks and a merge that holds nothing. With the merge first, its parent's words would be gone after one
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_part_of_a_hostile_merge_arrived_every_word_is_still_on_the_server(int arrived)
    {
        await using var meeting = await Meeting.StartAsync("one hostile", devices: 2);
        await meeting.DivideAsync("""{"title":"w0"}""", """{"title":"w1"}""", """{"title":"w2"}""");
        await meeting[1].PullAsync(meeting.Server, () => true);
        await meeting[1].NormaliseAsync();
        await meeting[1].PushAsync(meeting.Server, atMost: arrived);
        await meeting.Server.CompactAsync();

        Assert.Superset(new HashSet<string> { "w1", "w2" }, (await WordBook.FindAsync(await meeting.JoinAsync())).Kept);
    }
}
