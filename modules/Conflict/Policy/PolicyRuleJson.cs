using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict.Policy;

/// <summary>One rule as JSON: <c>{"id":…,"order":…,"match":{"type":…,"path":…},"strategy":…,"version":[1,3],"options":{…},"fallback":[…],"onMissing":"defer:24h"}</c>.</summary>
internal static class PolicyRuleJson
{
    private const string Never = "never";
    private const string Defer = "defer:";

    /// <summary>Reads a rule; null for one that this version cannot understand.</summary>
    public static PolicyRule? Read(JsonElement json)
    {
        try
        {
            if (json.ValueKind is not JsonValueKind.Object || Text(json, "strategy") is not { } strategy)
            {
                return null;
            }

            var match = json.TryGetProperty("match", out var found) && found.ValueKind is JsonValueKind.Object ? found : default;
            var type = Text(match, "type") ?? "*";
            var rule = new PolicyRule(Text(json, "id") ?? type, strategy)
            {
                Type = type,
                DocumentId = Text(match, "path") is { } path && path != "**" ? path : "*",
                Fallback = json.TryGetProperty("fallback", out var fallback) ? [.. fallback.EnumerateArray().Select(item => item.GetString()!)] : [],
                Options = json.TryGetProperty("options", out var options) ? CanonicalJson.Parse(options.GetRawText()) : CanonicalJson.EmptyObject,
                MaxSchema = json.TryGetProperty("maxSchema", out var schema) ? schema.GetInt32() : null,
            };
            rule = json.TryGetProperty("order", out var order) ? rule with { Order = order.GetInt32() } : rule;
            rule = json.TryGetProperty("version", out var version) ? rule with { MinVersion = version[0].GetInt32(), BelowVersion = version.GetArrayLength() > 1 ? version[1].GetInt32() : null } : rule;
            return Text(json, "onMissing") is { } missing ? rule with { WaitForMissing = Waiting(missing) } : rule;
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    public static JsonObject Write(PolicyRule rule)
    {
        var json = new JsonObject
        {
            ["id"] = rule.Id,
            ["order"] = rule.Order,
            ["match"] = new JsonObject { ["type"] = rule.Type, ["path"] = rule.DocumentId },
            ["strategy"] = rule.Strategy,
            ["onMissing"] = rule.WaitForMissing is { } wait ? Defer + wait.TotalHours.ToString("0.####", CultureInfo.InvariantCulture) + "h" : Never,
        };
        if (rule.MinVersion > 1 || rule.BelowVersion is not null)
        {
            json["version"] = rule.BelowVersion is { } below ? new JsonArray(rule.MinVersion, below) : new JsonArray(rule.MinVersion);
        }

        if (rule.MaxSchema is { } schema)
        {
            json["maxSchema"] = schema;
        }

        if (!rule.Options.Equals(CanonicalJson.EmptyObject))
        {
            json["options"] = JsonNode.Parse(rule.Options.Utf8.Span);
        }

        if (!rule.Fallback.IsEmpty)
        {
            json["fallback"] = new JsonArray([.. rule.Fallback.Select(strategy => JsonValue.Create(strategy))]);
        }

        return json;
    }

    /// <summary>Whether an item of the list is the rule of this id, whatever else it says. A rule without an id goes by its type.</summary>
    public static bool IsNamed(JsonNode? item, string id) =>
        item is JsonObject rule && (Text(rule["id"]) ?? Text((rule["match"] as JsonObject)?["type"])) == id;

    private static TimeSpan? Waiting(string text) => text switch
    {
        Never => null,
        _ when text.StartsWith(Defer, StringComparison.Ordinal) && text.EndsWith('h') =>
            TimeSpan.FromHours(double.Parse(text[Defer.Length..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)),
        _ => throw new FormatException("What to do about a missing strategy is 'never' or 'defer:HOURSh'."),
    };

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
