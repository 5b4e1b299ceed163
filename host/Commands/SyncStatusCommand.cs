using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class SyncStatusCommand
{
    private const int Shown = 20;

    public static Command Make()
    {
        var command = new Command("status", "Whether and how this device syncs, and what was set aside.");
        command.Run(async (host, _, cancellationToken) =>
        {
            var status = await host.Mediator.Send(new DescribeSync(), cancellationToken);
            var quarantine = status.State != SyncState.Off ? await host.Mediator.Send(new ListQuarantine(Shown), cancellationToken) : [];
            var json = new JsonObject
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
                ["quarantined"] = status.Quarantined,
                ["quarantine"] = new JsonArray([.. quarantine.Select(entry => QuarantineText.Json(entry))]),
            };
            return new Answer(json, console =>
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
                    console.Line(HealthReport.DeletesHeld(status.HeldDeletes));
                }

                if (!status.LeftOut.IsEmpty)
                {
                    console.Line($"On the server and by choice not here: {LeftOutText.Text(status.LeftOut)}. 'aurix sync preview' says what stays here.");
                }

                if (status.LoginRefused is { } refused)
                {
                    console.Line($"The server refused this device's login at {refused.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, and it is not tried again by itself. {HealthReport.LoginRefused}");
                }
                else if (status.LastProblem is { } problem)
                {
                    console.Line($"The last round failed: {problem}");
                }

                AlarmListCommand.Show(console, status.Alarms);
                if (status.Quarantined > 0)
                {
                    console.Write(QuarantineText.Table(quarantine));
                    console.Line($"{status.Quarantined} set aside; local documents are untouched by them. See 'aurix quarantine --help'.");
                }
            });
        });
        return command;
    }

    private static string State(SyncStatus status) => status.State switch
    {
        SyncState.Off => "Sync is off. Nothing leaves this device.",
        SyncState.SignedIn => $"Signed in, as {status.User} at {status.Address}. Nothing leaves this device before you say so: 'aurix sync enable'.",
        SyncState.Paused => $"Sync is paused, as {status.User} at {status.Address}. Nothing is sent or asked until 'aurix sync resume'.",
        SyncState.Removing => $"The copy at {status.Address} is being removed, and that is not done. 'aurix sync disable --remove-remote' goes on.",
        _ => $"Sync is on, as {status.User} at {status.Address}.",
    };
}
