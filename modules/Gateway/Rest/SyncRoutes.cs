using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Gateway.Rest;

/// <summary>How sync stands, and interrupting it. Opting in takes the owner's password and is not for apps.</summary>
internal sealed class SyncRoutes(IMediator mediator) : IRoutes
{
    public IEnumerable<Route> All =>
    [
        new("GET", "sync", AppScopes.Sync, "How sync stands with each server, and what is under way.", DescribeAsync),
        new("POST", "sync/pause", AppScopes.Sync, "Sends and asks nothing until resumed. Query: remote.", call => ChangeAsync(call, remote => new PauseSync { Remote = remote })),
        new("POST", "sync/resume", AppScopes.Sync, "Ends a pause. Query: remote.", call => ChangeAsync(call, remote => new ResumeSync { Remote = remote })),
        new("POST", "sync/now", AppScopes.Sync, "Does one round and answers what it moved. Query: remote; without it, every server that is enabled.", RoundAsync),
        new("GET", "devices", AppScopes.Sync, "The devices of the vault that this one knows, itself first. Query: remote.", ListDevicesAsync),
    ];

    private static RemoteName? Remote(RestCall call) => call.Query.Text("remote") is not { } name ? null
        : RemoteName.IsValid(name) ? new RemoteName(name)
        : throw new Problem(400, "BadRemote", "A server's name is 1 to 32 of a-z, 0-9 and '-'.");

    private async Task DescribeAsync(RestCall call)
    {
        var status = await mediator.Send(new DescribeSync { CountPending = true }, call.Aborted);
        await JsonAnswer.NodeAsync(call.Exchange, 200, new JsonObject
        {
            ["quarantined"] = status.Quarantined,
            ["remotes"] = new JsonArray([.. status.Each.Select(Json)]),
        });
    }

    private async Task ChangeAsync(RestCall call, Func<RemoteName, IRequest<bool>> request)
    {
        var changed = await mediator.Send(request(Remote(call) ?? RemoteName.Main), CancellationToken.None);
        await JsonAnswer.NodeAsync(call.Exchange, 200, new JsonObject { ["changed"] = changed });
    }

    private async Task RoundAsync(RestCall call)
    {
        var report = await mediator.Send(new SyncNow { Remote = Remote(call) }, call.Aborted);
        await JsonAnswer.NodeAsync(call.Exchange, 200, new JsonObject
        {
            ["documentsPulled"] = report.DocumentsPulled,
            ["documentsPushed"] = report.DocumentsPushed,
            ["chunksPulled"] = report.ChunksPulled,
            ["chunksPushed"] = report.ChunksPushed,
            ["merged"] = report.Merged,
            ["waiting"] = report.Waiting,
            ["quarantined"] = report.Quarantined,
            ["heldDeletes"] = report.HeldDeletes,
        });
    }

    private async Task ListDevicesAsync(RestCall call)
    {
        var devices = await mediator.Send(new ListDevices { Remote = Remote(call) ?? RemoteName.Main }, call.Aborted);
        await JsonAnswer.NodeAsync(call.Exchange, 200, new JsonObject
        {
            ["devices"] = new JsonArray([.. devices.Select(device => new JsonObject
            {
                ["id"] = device.Device.ToString(),
                ["name"] = device.Name,
                ["lastHeard"] = Time(device.LastHeard),
                ["entries"] = device.Entries,
                ["retired"] = device.IsRetired,
                ["this"] = device.IsThis,
            })]),
        });
    }

    private static JsonObject Json(SyncStatus status) => new()
    {
        ["remote"] = status.Remote.Value,
        ["state"] = status.State is SyncState.SignedIn ? "signed in" : status.State.ToString().ToLowerInvariant(),
        ["address"] = status.Address,
        ["user"] = status.User,
        ["lastSuccess"] = Time(status.LastSuccess),
        ["lastProblem"] = status.LastProblem,
        ["lastEqual"] = Time(status.LastEqual),
        ["pending"] = status.Pending,
        ["heldDeletes"] = status.HeldDeletes,
        ["loginRefused"] = Time(status.LoginRefused),
        ["alarms"] = new JsonArray([.. status.Alarms.Select(alarm => new JsonObject { ["code"] = alarm.Code, ["subject"] = alarm.Subject, ["meaning"] = alarm.Meaning, ["nextStep"] = alarm.NextStep })]),
        ["underWay"] = new JsonArray([.. status.Progress.Select(progress => new JsonObject
        {
            ["phase"] = progress.Phase,
            ["done"] = progress.Done,
            ["total"] = progress.Total,
            ["bytes"] = progress.Bytes,
            ["bytesTotal"] = progress.BytesTotal,
            ["rate"] = progress.Rate,
            ["secondsLeft"] = progress.TimeLeft?.TotalSeconds,
            ["since"] = Time(progress.Since),
        })]),
        ["lanes"] = new JsonArray([.. status.Live.Select(lane => new JsonObject
        {
            ["lane"] = lane.Name,
            ["isWell"] = lane.IsWell,
            ["problem"] = lane.Problem,
            ["nextTry"] = Time(lane.NextTry),
            ["since"] = Time(lane.Since),
        })]),
    };

    private static string? Time(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);
}
