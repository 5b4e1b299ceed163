using System.Text.Json.Nodes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests.CounterExamples;

/// <summary>A device comes back from a backup that is older than what it had sent.</summary>
public sealed class RestoredDeviceTests
{
    [Fact] // CE-11, P28: it edits before it hears of anybody. Under the old actor the new edit would have the number of the lost one, and so look contained already
    public async Task An_edit_made_after_a_restore_is_not_taken_for_the_one_that_was_lost()
    {
        await using var meeting = await Meeting.StartAsync("all by fields", devices: 2);
        await AddAsync(meeting, 0, "w1", Meeting.Note);
        await meeting[0].PushAsync(meeting.Server);
        await meeting[0].BackUpAsync(meeting.BackupOf(0));
        await AddAsync(meeting, 0, "w2", Meeting.Note);
        await meeting[0].PushAsync(meeting.Server);
        await meeting[1].PullAsync(meeting.Server, () => true);
        await AddAsync(meeting, 1, "w3", Meeting.Note); // contains w2, and takes its place on the server
        await meeting[1].PushAsync(meeting.Server);

        await meeting[0].RestoreAsync(meeting.BackupOf(0));
        await AddAsync(meeting, 0, "w4", Meeting.Note);
        await meeting[0].PullAsync(meeting.Server, () => true);
        await meeting[0].NormaliseAsync();
        await meeting.RoundsAsync(5);

        var shown = Assert.Single(await meeting.ShownEverywhereAsync());
        Assert.All(["w1", "w2", "w3", "w4"], word => Assert.Contains(word, shown, StringComparison.Ordinal));
    }

    [Fact] // CE-11: the marker came back too and agrees; the only sign is that somebody has an edit of this device that it does not know
    public async Task A_device_that_came_back_as_an_image_learns_from_one_note_to_count_anew_in_all()
    {
        var other = new DocumentId("note:2");
        await using var meeting = await Meeting.StartAsync("all by fields", devices: 2);
        await AddAsync(meeting, 0, "w1", Meeting.Note, other);
        await meeting[0].PushAsync(meeting.Server);
        await meeting[0].BackUpAsync(meeting.BackupOf(0));
        await AddAsync(meeting, 0, "w2", Meeting.Note, other);
        await meeting[0].PushAsync(meeting.Server);
        await meeting[1].PullAsync(meeting.Server, () => true);
        await AddAsync(meeting, 1, "w3", Meeting.Note, other);
        await meeting[1].PushAsync(meeting.Server);

        await meeting[0].RestoreAsync(meeting.BackupOf(0), withMarker: true);
        await meeting[0].PullAsync(meeting.Server, id => id == other); // and the connection breaks
        await AddAsync(meeting, 0, "w4", Meeting.Note);
        await meeting[0].PullAsync(meeting.Server, () => true);
        await meeting[0].NormaliseAsync();
        await meeting.RoundsAsync(5);

        var shown = Assert.Single(await meeting.ShownEverywhereAsync());
        Assert.All(["w1", "w2", "w3", "w4"], word => Assert.Contains(word, shown, StringComparison.Ordinal));
    }

    private static async Task AddAsync(Meeting meeting, int device, string word, params DocumentId[] notes)
    {
        foreach (var note in notes)
        {
            Assert.NotNull(await meeting[device].EditAsync(
                note,
                content =>
                {
                    content[word] = JsonValue.Create(word);
                    return content;
                },
                look: true));
        }
    }
}
