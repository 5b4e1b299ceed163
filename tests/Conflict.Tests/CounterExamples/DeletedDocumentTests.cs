using Aurix.Platform.Conflict;

namespace Aurix.Platform.Tests.CounterExamples;

/// <summary>A delete is an edit. CouchDB's own mark means only that a branch was put aside.</summary>
public sealed class DeletedDocumentTests
{
    [Fact] // CE-13: the mark on the winner would make CouchDB show the loser, and the deleted document would be back
    public async Task Deleting_what_was_joined_brings_no_loser_back()
    {
        await using var meeting = await Meeting.StartAsync("all last-write-wins", devices: 2);
        await meeting.DivideAsync("""{"title":"w0"}""", """{"title":"w1"}""", """{"title":"w2"}""");
        await meeting.RoundsAsync(2);

        await meeting[0].DeleteAsync(Meeting.Note);
        await meeting.RoundsAsync(2);

        Assert.EndsWith("True null", Assert.Single(await meeting.ShownEverywhereAsync()), StringComparison.Ordinal);
        Assert.Contains(await meeting.Server.ReadAsync(), leaf => !leaf.IsTombstone); // and no purge may take the document for deleted
    }

    [Fact] // CE-13, P30: for CouchDB that would not even be a conflict
    public async Task A_delete_that_did_not_know_of_an_edit_leaves_the_edit_and_a_record_says_so()
    {
        await using var meeting = await Meeting.StartAsync("all by fields", devices: 2);
        await meeting.DivideAsync("""{"title":"w0"}""");
        await meeting[0].DeleteAsync(Meeting.Note);
        await meeting.SayAsync(1, """{"title":"w1"}""");
        await meeting[0].PushAsync(meeting.Server);

        await meeting.RoundsAsync(2);

        Assert.EndsWith("""False {"title":"w1"}""", Assert.Single(await meeting.ShownEverywhereAsync()), StringComparison.Ordinal);
        var record = ConflictRecordCodec.Decode(Assert.Single((await meeting.ShownAsync(0)).Body.OpenRecords))!;
        Assert.Equal(ConflictRecordKinds.DeletedElsewhere, record.Kind);
    }

    [Fact] // P30: the server has forgotten the ancestor, so the stale device's copy of it is a living branch beside the delete
    public async Task A_stale_device_does_not_bring_back_what_was_deleted()
    {
        await using var meeting = await Meeting.StartAsync("all by fields", devices: 2);
        await meeting.LeaveBehindAsync();
        await meeting[0].DeleteAsync(Meeting.Note);
        await meeting[0].PushAsync(meeting.Server);

        await meeting[1].PushAsync(meeting.Server);
        Assert.Equal(2, (await meeting.Server.ReadAsync()).Length);
        await meeting.JoinAsync();
        await meeting.RoundsAsync(2);

        Assert.EndsWith("True null", Assert.Single(await meeting.ShownEverywhereAsync()), StringComparison.Ordinal);
    }
}
