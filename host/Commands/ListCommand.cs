using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;
using Aurix.Platform.Storage.Fields;

namespace Aurix.Platform.Host.Commands;

internal static class ListCommand
{
    public static Command Make()
    {
        var type = new Option<string?>("--type") { Description = "Only documents of this type.", HelpName = "TYPE" };
        var where = new Option<string[]>("--where") { Description = "Only documents whose content is so: 'title=Walk', 'minutes>=10', 'tags[]=trip', 'title^=Har', 'title', '!title'. May be given several times.", HelpName = "CONDITION" };
        var order = new Option<string>("--order") { Description = "id, edited, or a declared field; with a '-' before it the last comes first.", DefaultValueFactory = _ => "id", HelpName = "ORDER" };
        var from = TimeOption("--edited-from", "Only documents edited at this time or later.");
        var before = TimeOption("--edited-before", "Only documents edited before this time.");
        var deleted = new Option<bool>("--deleted") { Description = "Deleted documents as well; 'aurix trash' lists them alone." };
        var after = Paging.AfterOption();
        var limit = Paging.LimitOption(100, 1000);
        var command = new Command("list", "List documents.") { type, where, order, from, before, deleted, after, limit };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var page = await host.Mediator.Send(
                new ListDocuments(Paging.Cursor(parsed.GetValue(after)), parsed.GetValue(limit))
                {
                    Type = parsed.GetValue(type) is { } named ? Documents.Type(named) : null,
                    Deleted = parsed.GetValue(deleted) ? DeletedDocuments.Included : DeletedDocuments.LeftOut,
                    Where = [.. (parsed.GetValue(where) ?? []).Select(WhereText.Parse)],
                    Order = Order(parsed.GetValue(order)!),
                    EditedFrom = parsed.GetValue(from),
                    EditedBefore = parsed.GetValue(before),
                },
                cancellationToken);
            return Tell(page);
        });
        return command;
    }

    /// <summary>A page as a table and as JSON.</summary>
    public static Answer Tell(DocumentPage page)
    {
        var table = Tables.Make("id", "type", "revision", "edited (UTC)", "files", "");
        foreach (var document in page.Documents)
        {
            table.Row(document.Id.Value, document.Type.Value, document.Revision.ToString(), Tables.Time(document.Stamp.Time), document.Files.ToString(CultureInfo.InvariantCulture), Remark(document));
        }

        var json = new JsonObject { ["documents"] = new JsonArray([.. page.Documents.Select(Json)]), ["next"] = page.Next?.Text };
        return new Answer(json, console =>
        {
            console.Write(table);
            console.Line($"{page.Documents.Length} {(page.Documents.Length == 1 ? "document" : "documents")}{Paging.Remark(page.Next)}");
        });
    }

    public static JsonObject Json(DocumentSummary document) => new()
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

    private static Option<DateTimeOffset?> TimeOption(string name, string description) => new(name)
    {
        Description = description + " A date or a time, in UTC where it does not say: 2026-03-01, 2026-03-01T08:30.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }

            result.AddError($"{name} takes a date or a time, such as 2026-03-01 or 2026-03-01T08:30.");
            return null;
        },
    };

    private static ListOrder Order(string text)
    {
        var name = text.TrimStart('-');
        var order = name switch
        {
            "id" => ListOrder.Id,
            "edited" => ListOrder.Edited,
            "" => throw new UsageException("BadOrder", "--order needs a name.", "Use id, edited, or a declared field."),
            _ => ListOrder.By(FieldPath.Parse(name)),
        };
        return order with { Descending = text[0] == '-' };
    }

    private static string Remark(DocumentSummary document) =>
        document.Deleted ? "deleted" : document.Heads > 1 ? $"{document.Heads} versions" : document.Parked > 0 ? $"{document.Parked} kept" : "";
}
