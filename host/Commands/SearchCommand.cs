using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;
using Spectre.Console;

namespace Aurix.Platform.Host.Commands;

internal static class SearchCommand
{
    public static Command Make()
    {
        var query = new Argument<string[]>("query") { Description = "Words that must all occur; beg*, \"a phrase\", title:word, -without, one OR other.", Arity = ArgumentArity.OneOrMore };
        var type = new Option<string?>("--type") { Description = "Only documents of this type.", HelpName = "TYPE" };
        var newest = new Option<bool>("--newest") { Description = "The last edited first, instead of the most fitting." };
        var after = Paging.AfterOption();
        var limit = Paging.LimitOption(20, 200);
        var command = new Command("search", "Find documents by the words in them.") { query, type, newest, after, limit };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var page = await host.Mediator.Send(
                new SearchDocuments(Query(parsed.GetValue(query)!), parsed.GetValue(limit))
                {
                    Type = parsed.GetValue(type) is { } named ? Documents.Type(named) : null,
                    Order = parsed.GetValue(newest) ? SearchOrder.Newest : SearchOrder.Relevance,
                    After = Paging.Cursor(parsed.GetValue(after)),
                },
                cancellationToken);
            return new Answer(Json(page), console => Print(console, page));
        });
        return command;
    }

    // One argument is the whole query. Of several, a shell took the quotes of phrases away: what still holds a space was one.
    private static string Query(string[] words) => words is [var whole] ? whole : string.Join(' ', words.Select(Quote));

    private static string Quote(string word) =>
        word.Contains(' ', StringComparison.Ordinal) && !word.Contains('"', StringComparison.Ordinal) ? $"\"{word}\"" : word;

    private static void Print(IAnsiConsole console, SearchPage page)
    {
        foreach (var hit in page.Hits)
        {
            console.Write(new Text(hit.Document.Id.Value, new Style(decoration: Decoration.Bold)));
            console.Write(new Text($"  {hit.Document.Type}  {hit.Document.Stamp.Time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}"));
            console.WriteLine();
            foreach (var text in new[] { hit.Title, hit.Snippet }.Where(text => text.Text.Length > 0))
            {
                console.Write(Marked(text));
                console.WriteLine();
            }

            console.WriteLine();
        }

        console.Line($"{page.Hits.Length} found{Paging.Remark(page.Next)}");
    }

    private static Paragraph Marked(MarkedText text)
    {
        var line = new Paragraph("  ");
        var end = 0;
        foreach (var (start, length) in text.Marks)
        {
            line.Append(text.Text[end..start]).Append(text.Text.Substring(start, length), new Style(Color.Yellow, decoration: Decoration.Bold));
            end = start + length;
        }

        return line.Append(text.Text[end..]);
    }

    private static JsonObject Json(SearchPage page) => new()
    {
        ["hits"] = new JsonArray([.. page.Hits.Select(hit =>
        {
            var json = ListCommand.Json(hit.Document);
            json["title"] = hit.Title.Text;
            json["snippet"] = hit.Snippet.Text;
            json["marks"] = new JsonArray([.. hit.Snippet.Marks.Select(mark => new JsonArray(mark.Start, mark.Length))]);
            return json;
        })]),
        ["next"] = page.Next?.Text,
    };
}
