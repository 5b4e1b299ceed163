using Aurix.Platform.Host.Commands;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Tests.Commands;

public sealed class SyncWatchTextTests
{
    private static readonly SyncStatus Status = new(true, "https://sync.example/aurix-x", "alex", null, null, 0) { State = SyncState.Enabled };

    [Fact]
    public void Deletes_that_wait_for_a_yes_are_shown_with_what_to_do()
    {
        var lines = SyncWatchText.Lines(SyncDesk.Told(Status with { HeldDeletes = 120 }));

        Assert.Contains(
            "120 deletes are held back, because they are a large part of what the server shows: 'aurix trash' lists them, 'aurix sync confirm-deletes' sends them, 'aurix restore' takes them back.",
            lines);
        Assert.DoesNotContain(SyncWatchText.Lines(SyncDesk.Told(Status)), line => line.Contains("deletes", StringComparison.Ordinal));
    }

    [Fact]
    public void The_next_scheduled_round_is_shown_with_its_schedule_and_its_day()
    {
        var at = new DateTimeOffset(new DateTime(2026, 11, 24, 22, 0, 0, DateTimeKind.Local));

        Assert.Contains("next scheduled round: files-at-night at 2026-11-24 22:00:00", SyncWatchText.Lines(SyncDesk.Told(Status, new("files-at-night", at))));
    }
}
