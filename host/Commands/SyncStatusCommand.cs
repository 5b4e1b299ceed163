using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Spectre.Console;

namespace Aurix.Platform.Host.Commands;

internal static class SyncStatusCommand
{
    private const int Shown = 20;

    public static Command Make()
    {
        var command = new Command("status", "Whether and how this device syncs, and what was set aside.");
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var status = await host.Mediator.Send(new DescribeSync { Remote = RemoteInput.OrNull(parsed) }, cancellationToken);
            var isOff = status.State == SyncState.Off && status.Remotes.IsEmpty;
            var quarantine = isOff ? [] : await host.Mediator.Send(new ListQuarantine(Shown), cancellationToken);
            var json = Json(status);
            json["quarantined"] = status.Quarantined;
            json["quarantine"] = new JsonArray([.. quarantine.Select(entry => QuarantineText.Json(entry))]);
            if (!status.Remotes.IsEmpty)
            {
                json["remotes"] = new JsonArray([.. status.Remotes.Select(OfRemote)]);
            }

            return new Answer(json, console =>
            {
                foreach (var remote in status.Remotes)
                {
                    console.Line($"{remote.Remote}:");
                    Show(console, remote);
                }

                if (status.Remotes.IsEmpty)
                {
                    Show(console, status);
                }

                if (quarantine.Length > 0)
                {
                    console.Write(QuarantineText.Table(quarantine));
                    console.Line($"{Math.Max(status.Quarantined, quarantine.Length)} set aside; local documents are untouched by them. See 'aurix quarantine --help'.");
                }
            });
        });
        return command;
    }

    private static void Show(IAnsiConsole console, SyncStatus status)
    {
        console.Line(State(status));
        if (status.State == SyncState.Off)
        {
            return;
        }

        console.Line(status.LastSuccess is { } success ? $"Last complete round: {success.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC." : "No complete round yet.");
        if (status.LastEqual is { } equal)
        {
            console.Line($"Both sides held the same documents at {equal.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");
        }

        if (status.HeldDeletes > 0)
        {
            console.Line(RemoteHint.Aim(HealthReport.DeletesHeld(status.HeldDeletes), status.Remote));
        }

        if (!status.LeftOut.IsEmpty)
        {
            console.Line($"On the server and by choice not here: {LeftOutText.Text(status.LeftOut)}. 'aurix sync preview{Named(status)}' says what stays here.");
        }

        if (status.LoginRefused is { } refused)
        {
            console.Line($"The server refused this device's login at {refused.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, and it is not tried again by itself. {RemoteHint.Aim(HealthReport.LoginRefused, status.Remote)}");
        }
        else if (status.LastProblem is { } problem)
        {
            console.Line($"The last round failed: {RemoteHint.Aim(problem, status.Remote)}");
        }

        AlarmListCommand.Show(console, status.Alarms);
    }

    private static JsonObject OfRemote(SyncStatus status)
    {
        var json = Json(status);
        json["remote"] = status.Remote.Value;
        return json;
    }

    private static JsonObject Json(SyncStatus status) => new()
    {
        ["enabled"] = status.Enabled,
        ["state"] = SyncDesk.Name(status.State),
        ["address"] = status.Address,
        ["user"] = status.User,
        ["lastSuccess"] = status.LastSuccess?.ToString("O", CultureInfo.InvariantCulture),
        ["lastProblem"] = status.LastProblem,
        ["lastEqual"] = status.LastEqual?.ToString("O", CultureInfo.InvariantCulture),
        ["heldDeletes"] = status.HeldDeletes,
        ["leftOut"] = LeftOutText.Json(status.LeftOut),
        ["loginRefused"] = status.LoginRefused?.ToString("O", CultureInfo.InvariantCulture),
        ["alarms"] = AlarmListCommand.Json(status.Alarms),
    };

    private static string State(SyncStatus status) => status.State switch
    {
        SyncState.Off => "Sync is off. Nothing leaves this device.",
        SyncState.SignedIn => $"Signed in, as {status.User} at {status.Address}. Nothing leaves this device before you say so: 'aurix sync enable{Named(status)}'.",
        SyncState.Paused => $"Sync is paused, as {status.User} at {status.Address}. Nothing is sent or asked until 'aurix sync resume{Named(status)}'.",
        SyncState.Removing => $"The copy at {status.Address} is being removed, and that is not done. 'aurix sync disable --remove-remote{Named(status)}' goes on.",
        _ => $"Sync is on, as {status.User} at {status.Address}.",
    };

    private static string Named(SyncStatus status) => status.Remote.IsMain ? "" : $" --remote {status.Remote}";
}
