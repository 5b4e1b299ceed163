using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;
using Spectre.Console;

namespace Aurix.Platform.Host.Commands;

internal static class SyncNowCommand
{
    public static Command Make()
    {
        var command = new Command("now", "Sync once: pull, settle conflicts, push.");
        command.Run(async (host, parsed, cancellationToken) =>
        {
            // Progress goes to standard error, and only to a person.
            var quiet = parsed.GetValue(GlobalOptions.Json) || Console.IsErrorRedirected;
            using var progress = quiet ? null : host.Listeners.Listen<SyncProgressed>(Show);
            var report = await host.Mediator.Send(new SyncNow { Remote = RemoteInput.OrNull(parsed) }, cancellationToken);
            if (!quiet)
            {
                Console.Error.Write("\r\u001b[K");
            }

            var status = await host.Mediator.Send(new DescribeSync { Remote = RemoteInput.OrNull(parsed) }, cancellationToken);
            ImmutableArray<Alarm> alarms = status.Remotes.IsEmpty ? status.Alarms : [.. status.Remotes.SelectMany(remote => remote.Alarms)];
            var json = Json(report);
            json["alarms"] = AlarmListCommand.Json(alarms);
            return new Answer(json, console =>
            {
                console.Write(Table(report));
                AlarmListCommand.Show(console, alarms);
            });
        });
        return command;
    }

    public static Table Table(SyncReport report)
    {
        var table = Tables.Make("", "here", "there");
        table.Row("documents, new", Number(report.DocumentsPulled), Number(report.DocumentsPushed));
        table.Row("chunks of files, new", Number(report.ChunksPulled), Number(report.ChunksPushed));
        table.Row("conflicts settled", Number(report.Merged), "");
        table.Row("conflicts waiting", Number(report.Waiting), "");
        table.Row("deletes held back", "", Number(report.HeldDeletes));
        table.Row("refused and set aside", Number(report.Quarantined), "");
        return table;
    }

    private static JsonObject Json(SyncReport report) => new()
    {
        ["documentsPulled"] = report.DocumentsPulled,
        ["documentsPushed"] = report.DocumentsPushed,
        ["chunksPulled"] = report.ChunksPulled,
        ["chunksPushed"] = report.ChunksPushed,
        ["merged"] = report.Merged,
        ["waiting"] = report.Waiting,
        ["heldDeletes"] = report.HeldDeletes,
        ["quarantined"] = report.Quarantined,
    };

    private static void Show(SyncProgressed progress) => Console.Error.Write($"\r\u001b[K{SyncWatchText.Line(progress.Progress!)}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
