using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
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
            var quarantine = status.Enabled ? await host.Mediator.Send(new ListQuarantine(Shown), cancellationToken) : [];
            var json = new JsonObject
            {
                ["enabled"] = status.Enabled,
                ["address"] = status.Address,
                ["user"] = status.User,
                ["lastSuccess"] = status.LastSuccess?.ToString("O", CultureInfo.InvariantCulture),
                ["lastProblem"] = status.LastProblem,
                ["alarms"] = AlarmListCommand.Json(status.Alarms),
                ["quarantined"] = status.Quarantined,
                ["quarantine"] = new JsonArray([.. quarantine.Select(entry => QuarantineText.Json(entry))]),
            };
            return new Answer(json, console =>
            {
                if (!status.Enabled)
                {
                    console.Line("Sync is off. Nothing leaves this device.");
                    return;
                }

                console.Line($"Sync is on, as {status.User} at {status.Address}.");
                console.Line(status.LastSuccess is { } success ? $"Last complete round: {success.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC." : "No complete round yet.");
                if (status.LastProblem is { } problem)
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
}
