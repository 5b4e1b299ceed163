using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests.CounterExamples;

/// <summary>A file belongs to a document by being named in its sealed body, never as an attachment that the tree carries.</summary>
public sealed class FilesOfLosersTests
{
    [Fact] // CE-14: a stub that stands on a losing branch only is refused with 412, and the document never travels again
    public async Task A_file_that_only_a_loser_has_travels_and_is_found_on_a_device_that_knows_the_server_alone()
    {
        await using var meeting = await Meeting.StartAsync("all last-write-wins", devices: 2);
        await meeting.DivideAsync("""{"title":"w0"}""");
        Assert.NotNull(await meeting[0].AttachAsync(Meeting.Note, "memo.bin", "w1"));
        meeting[1].Time.Advance(TimeSpan.FromMinutes(1));
        await meeting.SayAsync(1, """{"title":"w2"}""");

        await meeting.RoundsAsync(2);
        await meeting.Server.CompactAsync();

        Assert.All(await meeting.Server.ReadAsync(), leaf => Assert.Empty(leaf.Files));
        var fresh = await meeting.JoinAsync();
        var parked = Assert.Single(await fresh.TreesAsync()).Leaves.Select(leaf => leaf.Body?.Parked).OfType<Documents.ParkedRevision>();
        Assert.Contains(parked, park => Documents.DocumentBodyCodec.Decode(park.Body.Utf8).Attachments.ContainsKey("memo.bin"));
        Assert.EndsWith("""False {"title":"w2"}""", Assert.Single(await meeting.ShownEverywhereAsync()), StringComparison.Ordinal);
    }
}
