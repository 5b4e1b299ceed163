using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

/// <summary>Writes what somebody needs to leave us: documented in docs/formats/archive.md, readable with tar, sha256sum and jq.</summary>
internal static class ExportCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = "The archive to make; must not exist yet." };
        var command = new Command("export", "Write all documents, histories and files, in the clear, into one file that needs no aurix to be read.") { file };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var path = Path.GetFullPath(parsed.GetValue(file)!);
            var report = await host.Mediator.Send(new ExportArchive(path), cancellationToken);
            return new Answer(Json(path, report), console =>
            {
                console.Line($"Exported to {path}: {Text(report.Documents)} documents, {Text(report.Revisions)} revisions, {Text(report.Files)} files, {Text(report.Bytes)} bytes. It is in the clear and holds no keys: keep it as safe as what is in it.");
                if (report.MissingFiles > 0)
                {
                    console.Line($"{Text(report.MissingFiles)} files are not whole on this device and are not in it; files.jsonl in the archive names them. Fetch them with 'aurix blob fetch' and 'aurix sync now', and export again.");
                }
            });
        });
        return command;
    }

    private static JsonObject Json(string path, ExportReport report) => new()
    {
        ["archive"] = path,
        ["documents"] = report.Documents,
        ["revisions"] = report.Revisions,
        ["files"] = report.Files,
        ["missingFiles"] = report.MissingFiles,
        ["missing"] = new JsonArray([.. report.Missing.Select(key => JsonValue.Create(key.Value))]),
        ["bytes"] = report.Bytes,
    };

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
