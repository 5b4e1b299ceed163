using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class StrategyDryRunCommand
{
    public static Command Make()
    {
        var strategy = new Argument<string>("strategy") { Description = "The strategy's id, such as aurix.json." };
        var options = new Option<string?>("--options") { Description = "What it is told, as JSON. Default: what each document's rule tells it.", HelpName = "JSON" };
        var field = new Option<string[]>("--field") { Description = "What a field is, such as /tags=set. Can be given again.", HelpName = "PATH=KIND", DefaultValueFactory = _ => [] };
        var limit = new Option<int>("--limit") { Description = "How many conflicts at most, the latest first, 1 to 1000.", HelpName = "NUMBER", DefaultValueFactory = _ => 100 };
        var command = new Command("dry-run", "Replay past conflicts through a strategy and show what would have differed. Writes nothing.") { strategy, options, field, limit };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var told = parsed.GetValue(options) is null && parsed.GetValue(field)!.Length == 0 ? null : StrategyOptionsInput.Read(parsed.GetValue(options), parsed.GetValue(field)!);
            var results = await host.Mediator.Send(new DryRunStrategy(parsed.GetValue(strategy)!, told, Math.Clamp(parsed.GetValue(limit), 1, 1000)), cancellationToken);
            var table = Tables.Make("document", "made by", "would be", "choices", "note");
            foreach (var result in results)
            {
                table.Row(result.Id.Value, result.MadeBy, Text(result.Difference), $"{result.Records}", result.Note ?? "");
            }

            return new Answer(new JsonArray([.. results.Select(Json)]), console =>
            {
                if (results.IsEmpty)
                {
                    console.Line("No settled conflict is kept here.");
                    return;
                }

                console.Write(table);
                foreach (var result in results.Where(result => result.Difference is DryRunDifference.Content))
                {
                    console.Line($"{result.Id}");
                    console.Line($"  was   {result.Was!.ToText()}");
                    console.Line($"  would {result.Would!.ToText()}");
                }

                console.Line($"{results.Count(result => result.Difference is not DryRunDifference.Same)} of {results.Length} would differ. Nothing was written.");
            });
        });
        return command;
    }

    private static JsonNode Json(DryRunResult result) => new JsonObject
    {
        ["id"] = result.Id.Value,
        ["type"] = result.Type.Value,
        ["merge"] = result.Merge.ToString(),
        ["made by"] = result.MadeBy,
        ["difference"] = Text(result.Difference),
        ["was"] = result.Was is { } was ? JsonNode.Parse(was.Utf8.Span) : null,
        ["would"] = result.Would is { } would ? JsonNode.Parse(would.Utf8.Span) : null,
        ["choices"] = result.Records,
        ["note"] = result.Note,
    };

    private static string Text(DryRunDifference difference) => difference switch
    {
        DryRunDifference.Same => "the same",
        DryRunDifference.Content => "something else",
        DryRunDifference.NoMerge => "no merge",
        _ => "unknown: not all versions are kept",
    };
}
