using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class HistoryCommand
{
    public static Command Make()
    {
        var id = Documents.IdArgument();
        var command = new Command("history", "Show every revision of a document, also deleted and kept ones.") { id };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var document = Documents.Id(parsed.GetValue(id)!);
            var entries = await host.Mediator.Send(new ReadHistory(document), cancellationToken);
            if (entries.IsEmpty)
            {
                return Answer.NotFound($"There is no document {document}.");
            }

            var table = Tables.Make("revision", "on", "what", "edited (UTC)", "");
            foreach (var entry in entries)
            {
                table.Row(entry.Revision.ToString(), Short(entry.Parent), What(entry), Time(entry.Body), entry.IsWinner ? "shown" : "");
            }

            return new Answer(new JsonArray([.. entries.Select(Json)]), console => console.Write(table));
        });
        return command;
    }

    private static string Short(Revision? revision) => revision?.ToString() is { } text ? text[..(text.IndexOf('-', StringComparison.Ordinal) + 9)] : "";

    private static string What(HistoryEntry entry) => entry.Body switch
    {
        null => "(content not kept)",
        { Deleted: true } => "delete",
        { Kind: DocumentBodyKind.Park, Parked: { } parked } => $"keeps {Short(parked.Revision)}",
        { Kind: DocumentBodyKind.Merge, Merge: { } merge } => $"merge by {merge.Strategy}",
        var body => body.Kind.ToString().ToLowerInvariant(),
    };

    private static string Time(DocumentBody? body) =>
        body is null or { Kind: DocumentBodyKind.Park or DocumentBodyKind.Retire } ? "" : Tables.Time(body.Stamp.Time);

    private static JsonNode Json(HistoryEntry entry) => new JsonObject
    {
        ["rev"] = entry.Revision.ToString(),
        ["parent"] = entry.Parent?.ToString(),
        ["kind"] = entry.Body?.Kind.ToString().ToLowerInvariant(),
        ["deleted"] = entry.Body?.Deleted,
        ["shown"] = entry.IsWinner,
        ["leaf"] = entry.IsLeaf,
        ["keeps"] = entry.Body?.Parked?.Revision.ToString(),
    };
}
