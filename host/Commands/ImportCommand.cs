using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

/// <summary>Takes in what <see cref="ExportCommand"/> wrote, here or elsewhere. A refusal is told by name and ends with a failure, though the rest was taken.</summary>
internal static class ImportCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = "An archive that 'aurix export' made." };
        var command = new Command("import", "Check an archive whole, then add its documents, histories and files to the vault. Nothing here is overwritten.") { file };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var path = Path.GetFullPath(parsed.GetValue(file)!);
            var report = await host.Mediator.Send(new ImportArchive(path), cancellationToken);
            if (report.Branched > 0)
            {
                await host.Mediator.Send(new NormaliseDocuments(), cancellationToken);
            }

            return new Answer(Json(path, report), console =>
            {
                console.Line(
                    $"Imported {path}{(report.IsOwn ? "" : " from another vault, under this vault's keys")}: {Text(report.Documents)} documents looked at, "
                    + $"{Text(report.Added)} revisions and {Text(report.FilesAdded)} files added, {Text(report.Known)} revisions were here.");
                foreach (var refused in report.Refused)
                {
                    console.Line($"Refused: {refused.Subject} {refused.Revision} ({refused.Code})");
                }

                if (report.RefusedCount > report.Refused.Length)
                {
                    console.Line($"and {Text(report.RefusedCount - report.Refused.Length)} more.");
                }
            }, report.RefusedCount == 0 ? ExitCodes.Success : ExitCodes.Failure);
        });
        return command;
    }

    private static JsonObject Json(string path, ImportReport report) => new()
    {
        ["archive"] = path,
        ["vault"] = report.From.ToString(),
        ["own"] = report.IsOwn,
        ["documents"] = report.Documents,
        ["added"] = report.Added,
        ["known"] = report.Known,
        ["filesAdded"] = report.FilesAdded,
        ["refused"] = report.RefusedCount,
        ["refusals"] = new JsonArray([.. report.Refused.Select(refused => new JsonObject
        {
            ["subject"] = refused.Subject,
            ["rev"] = refused.Revision,
            ["code"] = refused.Code,
        })]),
    };

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
