using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Output;
using Spectre.Console;

namespace Aurix.Platform.Host.Commands;

internal static class ConflictsShowCommand
{
    private const int Excerpt = 300; // longer fills a terminal with one version

    public static Command Make()
    {
        var id = Documents.IdArgument();
        var command = new Command("show", "Explain a conflict: what met, over what, who settled it by which rule, what came out, and what is left to you.") { id };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var document = Documents.Id(parsed.GetValue(id)!);
            if (await host.Mediator.Send(new ExplainConflict(document), cancellationToken) is not { } explained)
            {
                return Answer.NotFound($"{document} shows no work of a merge and has no open conflict. See 'aurix history {document}'.");
            }

            var writers = await Writers.FindAsync(host, explained, cancellationToken);
            return new Answer(Json(explained, writers), console => Show(console, explained, writers));
        });
        return command;
    }

    private static JsonNode Json(ConflictExplanation explained, Writers writers) => new JsonObject
    {
        ["id"] = explained.Id.Value,
        ["type"] = explained.Type.Value,
        ["shown"] = explained.Shown.ToString(),
        ["merge"] = explained.Merge?.ToString(),
        ["strategy"] = explained.Provenance?.Strategy,
        ["version"] = explained.Provenance?.Version,
        ["base quality"] = explained.Provenance?.Base.ToString().ToLowerInvariant(),
        ["provisional"] = explained.Provenance?.Provisional,
        ["policy"] = explained.Provenance?.PolicyStamp?.Time.ToString("O", CultureInfo.InvariantCulture),
        ["reason"] = explained.Reason,
        ["base"] = explained.Base is { } before ? Json(before, writers) : null,
        ["versions"] = new JsonArray([.. explained.Versions.Select(version => Json(version, writers))]),
        ["result"] = explained.Result is { } result ? Json(result, writers) : null,
        ["choices"] = new JsonArray([.. explained.Records.Select(Json)]),
    };

    private static JsonNode Json(ExplainedVersion version, Writers writers) => new JsonObject
    {
        ["rev"] = version.Revision.ToString(),
        ["edited"] = version.Stamp?.Time.ToString("O", CultureInfo.InvariantCulture),
        ["device"] = writers.Of(version),
        ["actor"] = version.Stamp?.Actor.ToString(),
        ["kept"] = version.Body is not null,
        ["deleted"] = version.Body?.Deleted,
        ["content"] = version.Body is { } body ? JsonNode.Parse(body.Content.Utf8.Span) : null,
        ["files"] = version.Body is { } holder ? new JsonArray([.. holder.Attachments.Keys.Select(name => JsonValue.Create(name))]) : null,
    };

    private static JsonNode Json(ConflictRecord record) => new JsonObject
    {
        ["id"] = record.Id,
        ["path"] = record.Path,
        ["kind"] = record.Kind,
        ["base"] = Parsed(record.Base),
        ["variants"] = new JsonArray([.. record.Variants.Select(variant => new JsonObject { ["rev"] = variant.Revision.ToString(), ["value"] = Parsed(variant.Value) })]),
        ["chosen"] = record.Chosen?.ToString(),
        ["by"] = record.Strategy,
    };

    private static JsonNode? Parsed(CanonicalJson? value) => value is null ? null : JsonNode.Parse(value.Utf8.Span);

    private static void Show(IAnsiConsole console, ConflictExplanation explained, Writers writers)
    {
        console.Line(explained.Provenance is { } made
            ? $"{explained.Id} ({explained.Type}) was settled by {made.Strategy} v{made.Version}, base {made.Base.ToString().ToLowerInvariant()}{(made.Provisional ? ", standing in for a strategy that is not here" : "")}, {(made.PolicyStamp is { } policy ? $"by the policy of {Tables.Time(policy.Time)}" : "by a built-in rule or this device's")}."
            : $"{explained.Id} ({explained.Type}) has an open conflict: {explained.Reason}.");
        var table = Tables.Make("", "version", "edited (UTC)", "on", "holds");
        if (explained.Base is { } before)
        {
            Row(table, "base", before, writers);
        }

        foreach (var version in explained.Versions)
        {
            Row(table, "met", version, writers);
        }

        if (explained.Result is { } result)
        {
            Row(table, "result", result, writers);
        }

        console.Write(table);
        if (explained.Merge is { } merge && merge != explained.Shown)
        {
            console.Line($"It was edited since: the document shows {explained.Shown} now.");
        }

        foreach (var record in explained.Records)
        {
            console.Line(ChoiceText.Of(record));
            foreach (var variant in record.Variants)
            {
                console.Line($"  {(variant.Revision == record.Chosen ? "stands" : "      ")} {variant.Revision}: {(variant.Value is { } value ? Cut(value.ToText()) : "nothing, or too long to show")}");
            }
        }

        foreach (var hint in Hints(explained))
        {
            console.Line(hint);
        }
    }

    private static IEnumerable<string> Hints(ConflictExplanation explained)
    {
        if (explained.Merge is null)
        {
            yield return $"Decide with 'aurix conflicts answer {explained.Id} VERSION'.";
            yield break;
        }

        yield return $"Take the merge back with 'aurix conflicts undo {explained.Id} [VERSION]'.";
        if (!explained.Records.IsEmpty)
        {
            yield return $"Answer a choice with 'aurix conflicts answer {explained.Id} VERSION --choice CHOICE'; without a VERSION, what stands stays.";
        }
    }

    private static void Row(Table table, string role, ExplainedVersion version, Writers writers) => table.Row(
        role,
        version.Revision.ToString(),
        version.Stamp is { } stamp ? Tables.Time(stamp.Time) : "",
        writers.Of(version) ?? "",
        version.Body is { } body ? (body.Deleted ? "(deleted)" : Cut(body.Content.ToText())) : "(not kept here)");

    private static string Cut(string text) => text.Length <= Excerpt ? text : text[..(Excerpt - (char.IsHighSurrogate(text[Excerpt - 1]) ? 1 : 0))] + "…";
}
