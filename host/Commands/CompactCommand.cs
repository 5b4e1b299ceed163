using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class CompactCommand
{
    public static Command Make()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tell what would go." };
        var command = new Command("compact", "Drop superseded revisions that retention no longer keeps. The daemon does so by itself.") { dryRun };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var isDry = parsed.GetValue(dryRun);
            var rows = new JsonArray();
            var table = Tables.Make("database", isDry ? "would go" : "gone", "bytes", "kept", "bytes");
            foreach (var name in await host.Mediator.Send(new ListDatabases(), cancellationToken))
            {
                var report = await host.Mediator.Send(new CompactDatabase(name) { DryRun = isDry }, cancellationToken);
                table.Row(name.Value, Text(report.Dropped), Text(report.DroppedBytes), Text(report.Kept), Text(report.KeptBytes));
                rows.Add(new JsonObject
                {
                    ["database"] = name.Value,
                    ["dropped"] = report.Dropped,
                    ["droppedBytes"] = report.DroppedBytes,
                    ["kept"] = report.Kept,
                    ["keptBytes"] = report.KeptBytes,
                });
            }

            return new Answer(rows, console => console.Write(table));
        });
        return command;
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
