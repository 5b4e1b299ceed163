using Aurix.Platform.Conflict;

namespace Aurix.Platform.Merging.Json;

/// <summary>Finds elements that stand twice in the result though no version has them twice: one moved what the other changed, and nothing declares that moves exist.</summary>
internal static class Duplicates
{
    /// <summary>Writes each down, at its last place.</summary>
    public static void Check(Node? o, Node a, Node b, Node result, JsonMergeRules rules, bool includeUnique, Choices choices)
    {
        var after = Elements(result);
        if (after.Values.All(element => element.Count == 1))
        {
            return;
        }

        var (before, first, second) = (Elements(o), Elements(a), Elements(b));
        foreach (var (key, element) in after.Where(element => element.Value.Count > 1))
        {
            var versions = new[] { before, first, second }.Select(version => version.GetValueOrDefault(key)).OfType<Element>();
            if (versions.All(version => version.Count == 1) && (o is null || before.ContainsKey(key)))
            {
                choices.Add(element.Place, ConflictRecordKinds.DuplicateId, before.GetValueOrDefault(key)?.Node, first.GetValueOrDefault(key)?.Node, second.GetValueOrDefault(key)?.Node, chosen: null);
            }
        }

        SortedDictionary<string, Element> Elements(Node? version)
        {
            var found = new SortedDictionary<string, Element>(StringComparer.Ordinal);
            Walk(version, RuleCursor.At(rules.Fields), Place.Root());
            return found;

            void Walk(Node? node, RuleCursor at, Place place)
            {
                if (node is ObjectNode members)
                {
                    foreach (var member in members.Members)
                    {
                        Walk(member.Value, at.Member(member.Name), place.Member(member.Name));
                    }
                }

                var rule = KeyedElements.RuleOf(at);
                if (node is not ArrayNode array || (rule.Unique is not null && !includeUnique) || KeyedElements.Of(array, rule) is not { } elements)
                {
                    return;
                }

                for (var index = 0; index < elements.Keys.Length; index++)
                {
                    var (key, there) = (elements.Keys[index], place.Member(index.ToString(System.Globalization.CultureInfo.InvariantCulture)));
                    found[key] = new(elements[key]!, there, found.GetValueOrDefault(key)?.Count + 1 ?? 1);
                    Walk(elements[key], at.Element(), there);
                }
            }
        }
    }

    private sealed record Element(ObjectNode Node, Place Place, int Count);
}
