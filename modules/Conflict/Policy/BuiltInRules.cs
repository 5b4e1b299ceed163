using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict.Policy;

/// <summary>What happens when nobody said anything (conflict.md §5).</summary>
internal static class BuiltInRules
{
    /// <summary>The strategy that is there whatever else is not, and that cannot fail.</summary>
    public const string LastResort = "aurix.keep-both";

    private const string Json = "aurix.json";
    private const string Text = "aurix.text";
    private const string LastWriteWins = "aurix.lww";

    // Reached last, whatever orders a vault's own rules have.
    private const int Order = 9000;

    /// <summary>The rules, the last of which fits everything.</summary>
    public static ImmutableArray<PolicyRule> All { get; } =
    [
        Rule("aurix.transcript", "transcript", Json, """{"fields":{"/segments":"keyed:id order:start,end,id","/segments/*/text":"text","/tags":"set","/text":"text","/title":"scalar"}}"""),
        Rule("aurix.recording", "recording", Json, """{"fields":{"/tags":"set","/playCount":"counter","/title":"scalar"}}"""),
        Rule("aurix.markdown", "markdown", Text),
        Rule("aurix.note", "note", Text),
        Rule("aurix.text", "text", Text),
        Rule("aurix.settings", "settings", LastWriteWins),
        Rule("aurix.any", "*", Json) with { Order = Order + 900 },
    ];

    /// <summary>The rule for the policy itself. Hard-wired: a policy that decided on itself could lock everybody out.</summary>
    public static PolicyRule ForThePolicy { get; } = Rule("aurix.policy", DocumentType.Policy.Value, Json, """{"fields":{"/rules":"keyed:id"},"strings":"scalar"}""") with
    {
        Fallback = [LastWriteWins],
        WaitForMissing = TimeSpan.Zero,
    };

    private static PolicyRule Rule(string id, string type, string strategy, string options = "{}") => new(id, strategy)
    {
        Order = Order,
        Type = type,
        Options = CanonicalJson.Parse(options),
    };
}
