using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Host.Control;

/// <summary>Tells what sync is at in this process: for <c>aurix sync watch</c>, which is another one.</summary>
internal static class SyncDesk
{
    public const string Question = "sync-progress";

    public static async Task<JsonObject> AnswerAsync(IMediator mediator, JobScheduler? jobs, CancellationToken cancellationToken)
    {
        var status = await mediator.Send(new DescribeSync { CountPending = true }, cancellationToken);
        var next = jobs is null ? null : await jobs.NextRoundAsync(cancellationToken);
        var told = Told(status, next);
        if (!status.Remotes.IsEmpty)
        {
            told["remotes"] = new JsonArray([.. status.Remotes.Select(remote => OfRemote(remote, next))]);
        }

        return told;
    }

    private static JsonObject OfRemote(SyncStatus status, NextRun? next)
    {
        var told = Told(status, next);
        told["remote"] = status.Remote.Value;
        return told;
    }

    /// <summary>A state as docs/sync-states.md spells it.</summary>
    public static string Name(SyncState state) => state is SyncState.SignedIn ? "signed in" : state.ToString().ToLowerInvariant();

    public static JsonObject Told(SyncStatus status, NextRun? next = null) => new()
    {
        ["state"] = Name(status.State),
        ["address"] = status.Address,
        ["lastEqual"] = Time(status.LastEqual),
        ["lastProblem"] = status.LastProblem,
        ["pending"] = status.Pending,
        ["heldDeletes"] = status.HeldDeletes,
        ["alarms"] = status.Alarms.Length,
        ["quarantined"] = status.Quarantined,
        ["nextRun"] = next is null ? null : new JsonObject { ["schedule"] = next.Schedule, ["at"] = Time(next.At) },
        ["underWay"] = new JsonArray([.. status.Progress.Select(Told)]),
        ["lanes"] = new JsonArray([.. status.Live.Select(Told)]),
    };

    /// <summary>How far one thing has come.</summary>
    public static JsonObject Told(LaneProgress progress) => new()
    {
        ["phase"] = progress.Phase,
        ["done"] = progress.Done,
        ["total"] = progress.Total,
        ["bytes"] = progress.Bytes,
        ["bytesTotal"] = progress.BytesTotal,
        ["rate"] = progress.Rate,
        ["secondsLeft"] = progress.TimeLeft?.TotalSeconds,
        ["since"] = Time(progress.Since),
    };

    private static JsonObject Told(LiveLane lane) => new()
    {
        ["lane"] = lane.Name,
        ["isWell"] = lane.IsWell,
        ["problem"] = lane.Problem,
        ["nextTry"] = Time(lane.NextTry),
        ["since"] = Time(lane.Since),
    };

    private static string? Time(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);
}
