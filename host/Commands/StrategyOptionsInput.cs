using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Commands;

/// <summary>A strategy's options from the command line: a JSON object, and fields named one by one.</summary>
internal static class StrategyOptionsInput
{
    /// <exception cref="UsageException"><c>BadUsage</c>, saying which part is wrong.</exception>
    public static CanonicalJson Read(string? json, IReadOnlyCollection<string> fields)
    {
        var options = Parse(json);
        if (fields.Count > 0)
        {
            var kinds = options["fields"] as JsonObject ?? [];
            options["fields"] = kinds;
            foreach (var field in fields)
            {
                var equals = field.IndexOf('=', StringComparison.Ordinal);
                if (equals < 1 || field[0] != '/')
                {
                    throw new UsageException("BadUsage", $"'{field}' does not say what a field is.", "Write a path and a kind, such as /tags=set.");
                }

                kinds[field[..equals]] = field[(equals + 1)..];
            }
        }

        return CanonicalJson.Parse(options.ToJsonString());
    }

    private static JsonObject Parse(string? json)
    {
        try
        {
            return json is null ? [] : JsonNode.Parse(CanonicalJson.Parse(json).Utf8.Span) as JsonObject ?? throw new FormatException("It is no object.");
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException)
        {
            throw new UsageException("BadUsage", $"The options are not a JSON object: {wrong.Message}", "Give them as one, such as '{\"strings\":\"text\"}'.", wrong);
        }
    }
}
