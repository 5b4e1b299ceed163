using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict.Policy;

/// <summary>The content of the vault document that holds the policy: <c>{"default":…,"rules":[{"id":…,"match":{"type":…},"strategy":…}]}</c>.</summary>
internal static class PolicyDocument
{
    public static readonly DocumentId Id = new("aurix.policy");

    /// <summary>Reads a policy. What cannot be understood is left out: a policy written by a later version must not stop this one.</summary>
    public static (string Default, ImmutableSortedDictionary<string, string> Rules) Read(CanonicalJson content)
    {
        var rules = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        using var json = JsonDocument.Parse(content.Utf8);
        var root = json.RootElement;
        if (root.ValueKind is not JsonValueKind.Object)
        {
            return (PolicyInForce.BuiltInDefault, rules.ToImmutable());
        }

        if (root.TryGetProperty("rules", out var listed) && listed.ValueKind is JsonValueKind.Array)
        {
            foreach (var rule in listed.EnumerateArray().Where(rule => rule.ValueKind is JsonValueKind.Object))
            {
                if (rule.TryGetProperty("match", out var match) && Text(match, "type") is { } type && Text(rule, "strategy") is { } strategy)
                {
                    rules[type] = strategy;
                }
            }
        }

        return (Text(root, "default") ?? PolicyInForce.BuiltInDefault, rules.ToImmutable());
    }

    public static CanonicalJson Write(string fallback, ImmutableSortedDictionary<string, string> rules)
    {
        var text = new StringBuilder();
        text.Append("{\"default\":").Append(Quoted(fallback)).Append(",\"rules\":[");
        text.AppendJoin(',', rules.Select(rule => $"{{\"id\":{Quoted(rule.Key)},\"match\":{{\"type\":{Quoted(rule.Key)}}},\"strategy\":{Quoted(rule.Value)}}}"));
        return CanonicalJson.Parse(text.Append("]}").ToString());
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
