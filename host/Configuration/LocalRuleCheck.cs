using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Aurix.Platform.Host.Configuration;

/// <summary>Looks at this device's own rules member by member. They are written as those of the vault's policy are (docs/formats/policy.md), but for <c>order</c>: a list has one.</summary>
internal static class LocalRuleCheck
{
    private static readonly ImmutableArray<string> Members = ["id", "match", "strategy", "version", "options", "fallback", "onMissing", "maxSchema"];

    public static IEnumerable<ConfigurationProblem> Problems(Entry entry)
    {
        var problems = new List<ConfigurationProblem>();
        try
        {
            using var json = JsonDocument.Parse(entry.Value, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            new Walk(new JsonMembers(entry.Place, problems)).Rules(json.RootElement);
        }
        catch (JsonException)
        {
            // told as a value that is no JSON
        }

        return problems;
    }

    private sealed class Walk(JsonMembers members)
    {
        public void Rules(JsonElement json)
        {
            if (json.ValueKind is not JsonValueKind.Array)
            {
                members.WrongKind(json, "", "a list of rules");
                return;
            }

            foreach (var (place, rule) in json.EnumerateArray().Index())
            {
                Rule(rule, $"[{place}]");
            }
        }

        private void Rule(JsonElement rule, string path)
        {
            var hasStrategy = rule.ValueKind is not JsonValueKind.Object || rule.TryGetProperty("strategy", out _);
            foreach (var (name, value, below) in members.Of(rule, path, Members))
            {
                switch (name)
                {
                    case "match":
                        foreach (var (_, pattern, place) in members.Of(value, below, ["type", "path"]))
                        {
                            Short(pattern, place, 512);
                        }

                        break;
                    case "strategy" or "id":
                        Short(value, below, 64);
                        break;
                    case "options" when value.ValueKind is not JsonValueKind.Object:
                        members.WrongKind(value, below, "an object, as the strategy takes it");
                        break;
                    case "fallback":
                        members.Texts(value, below);
                        break;
                    case "version" when !IsVersion(value):
                        members.Note(below, $"This is {value.GetRawText()}.", "Give a list of the lowest version that may serve and, if there is one, the first that may not: [1] or [1, 3].");
                        break;
                    case "maxSchema" when !IsNumber(value):
                        members.Note(below, $"This is {value.GetRawText()}.", "Give a whole number.");
                        break;
                    case "onMissing" when !IsWaiting(value):
                        members.Note(below, $"This is {value.GetRawText()}.", "Give defer:24h with any number of hours, or never.");
                        break;
                }
            }

            if (!hasStrategy)
            {
                members.Note(path, "This rule has no strategy.", "Give the id of one; 'aurix strategy list' shows those that are loaded.");
            }
        }

        private void Short(JsonElement json, string path, int most)
        {
            if (members.Text(json, path) is { } text && (text.Length == 0 || text.Length > most))
            {
                members.Note(path, $"This has {text.Length} characters.", $"Give 1 to {most}.");
            }
        }

        private static bool IsVersion(JsonElement json) =>
            json.ValueKind is JsonValueKind.Array && json.GetArrayLength() is 1 or 2 && json.EnumerateArray().All(IsNumber);

        private static bool IsNumber(JsonElement json) => json.ValueKind is JsonValueKind.Number && json.TryGetInt32(out var number) && number >= 0;

        private static bool IsWaiting(JsonElement json) =>
            json.ValueKind is JsonValueKind.String
            && (json.GetString() == "never"
                || (json.GetString() is ['d', 'e', 'f', 'e', 'r', ':', .. var hours, 'h'] && double.TryParse(hours, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 87_600));
    }
}
