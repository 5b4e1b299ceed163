using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict.Policy;

/// <summary>The content of the vault document that holds the policy (docs/formats/policy.md).</summary>
/// <remarks>
/// What cannot be understood is left out, and written back by nobody: a rule of a later version must not stop this one, and must not be
/// lost by it either. So changes are made to the document as it is, rule by rule.
/// </remarks>
internal static class PolicyDocument
{
    public static readonly DocumentId Id = new("aurix.policy");

    /// <summary>The rules of a policy, in any order.</summary>
    public static ImmutableArray<PolicyRule> Read(CanonicalJson content)
    {
        using var json = JsonDocument.Parse(content.Utf8);
        if (json.RootElement.ValueKind is not JsonValueKind.Object)
        {
            return [];
        }

        var rules = ImmutableArray.CreateBuilder<PolicyRule>();
        if (json.RootElement.TryGetProperty("rules", out var listed) && listed.ValueKind is JsonValueKind.Array)
        {
            rules.AddRange(listed.EnumerateArray().Select(PolicyRuleJson.Read).OfType<PolicyRule>());
        }

        // What the first versions wrote: one strategy for everything without a rule.
        if (json.RootElement.TryGetProperty("default", out var fallback) && fallback.ValueKind is JsonValueKind.String)
        {
            rules.Add(new PolicyRule("default", fallback.GetString()!) { Order = 9999 });
        }

        return rules.ToImmutable();
    }

    /// <summary>The document with one rule put in, in place of one of the same id. Null content starts a new document.</summary>
    public static CanonicalJson With(CanonicalJson? content, PolicyRule rule)
    {
        var document = Open(content);
        var rules = Without(document, rule.Id);
        rules.Add(PolicyRuleJson.Write(rule));
        return Close(document, rules);
    }

    /// <summary>The document without a rule; null when it has none of that id.</summary>
    public static CanonicalJson? Without(CanonicalJson? content, string rule)
    {
        var document = Open(content);
        var before = (document["rules"] as JsonArray)?.Count ?? 0;
        var isDefault = rule == "default" && document.Remove("default");
        var rules = Without(document, rule);
        return isDefault || rules.Count < before ? Close(document, rules) : null;
    }

    private static JsonObject Open(CanonicalJson? content) => content is null ? [] : JsonNode.Parse(content.Utf8.Span) as JsonObject ?? [];

    private static JsonArray Without(JsonObject document, string rule) =>
        [.. (document["rules"] as JsonArray ?? []).Where(item => !PolicyRuleJson.IsNamed(item, rule)).Select(item => item?.DeepClone())];

    private static CanonicalJson Close(JsonObject document, JsonArray rules)
    {
        document["rules"] = rules;
        return CanonicalJson.Parse(document.ToJsonString());
    }
}
