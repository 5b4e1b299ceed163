using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class ListCommand
{
    public static Command Make()
    {
        var type = new Option<string?>("--type") { Description = "Only documents of this type.", HelpName = "TYPE" };
        var deleted = new Option<bool>("--deleted") { Description = "Deleted documents as well." };
        var after = new Option<string?>("--after") { Description = "Go on after this id.", HelpName = "ID" };
        var limit = new Option<int>("--limit") { Description = "How many at the most, 1 to 1000.", DefaultValueFactory = _ => 100, HelpName = "N" };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
            {
                result.AddError("--limit takes a number from 1 to 1000.");
            }
        });
        var command = new Command("list", "List documents by id.") { type, deleted, after, limit };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var request = new ListDocuments(parsed.GetValue(after) is { } from ? Documents.Id(from) : null, parsed.GetValue(limit))
            {
                Type = parsed.GetValue(type) is { } named ? Documents.Type(named) : null,
                IncludeDeleted = parsed.GetValue(deleted),
            };
            var page = await host.Mediator.Send(request, cancellationToken);
            var table = Tables.Make("id", "type", "revision", "edited (UTC)", "files", "");
            foreach (var document in page)
            {
                table.Row(document.Id.Value, document.Type.Value, document.Revision.ToString(), Time(document), document.Files.ToString(CultureInfo.InvariantCulture), Remark(document));
            }

            return new Answer(new JsonArray([.. page.Select(Json)]), console =>
            {
                console.Write(table);
                console.Line($"{page.Length} {(page.Length == 1 ? "document" : "documents")}{(page.Length == request.Limit ? "; there may be more, go on with --after" : "")}");
            });
        });
        return command;
    }

    private static string Time(DocumentSummary document) => document.Stamp.Time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Remark(DocumentSummary document) =>
        document.Deleted ? "deleted" : document.Heads > 1 ? $"{document.Heads} versions" : document.Parked > 0 ? $"{document.Parked} kept" : "";

    private static JsonNode Json(DocumentSummary document) => new JsonObject
    {
        ["id"] = document.Id.Value,
        ["type"] = document.Type.Value,
        ["rev"] = document.Revision.ToString(),
        ["deleted"] = document.Deleted,
        ["edited"] = document.Stamp.Time.ToString("O", CultureInfo.InvariantCulture),
        ["heads"] = document.Heads,
        ["kept"] = document.Parked,
        ["files"] = document.Files,
    };
}
