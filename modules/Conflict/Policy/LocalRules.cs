using System.Collections.Immutable;
using System.Text.Json;

namespace Aurix.Platform.Conflict.Policy;

/// <summary>Reads this device's own rules, written as those of the vault are (docs/formats/policy.md).</summary>
/// <remarks>Their owner sits at this device: what cannot be understood is refused here, where a rule that was synced from another version is left alone.</remarks>
internal static class LocalRules
{
    /// <param name="text">A JSON list.</param>
    /// <param name="wrong">Gets every rule that is not understood.</param>
    public static ImmutableArray<PolicyRule> Read(string text, List<string> wrong)
    {
        using var json = JsonDocument.Parse(text);
        if (json.RootElement.ValueKind is not JsonValueKind.Array)
        {
            wrong.Add("'rules' is no list");
            return [];
        }

        var rules = ImmutableArray.CreateBuilder<PolicyRule>();
        foreach (var (place, item) in json.RootElement.EnumerateArray().Index())
        {
            if (PolicyRuleJson.Read(item) is { } rule)
            {
                rules.Add(rule);
            }
            else
            {
                wrong.Add($"'rules' has at place {place} what is no rule");
            }
        }

        return rules.ToImmutable();
    }
}
