namespace Aurix.Platform.Merging.Json;

/// <summary>Looks for values that a merge lost: the last line of defence behind rules that should lose none (conflict.md §6, P5 and P7).</summary>
internal static class Conservation
{
    /// <summary>Writes down each value that either head inserted, or that all versions have, and that is neither in the result nor accounted for.</summary>
    public static void Check(Node? o, Node a, Node b, Node result, Choices choices)
    {
        var there = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        AddAll(result, there);
        var doubtful = Doubtful(a).Concat(Doubtful(b)).ToList();
        if (doubtful.Count == 0)
        {
            return;
        }

        // Not the same node: a value may still have come from the other side. Now it pays to compare by place and value.
        var (before, first, second, after) = (Names(o), Names(a), Names(b), Names(result));
        foreach (var (leaf, name) in doubtful.DistinctBy(leaf => leaf.Name))
        {
            var inserted = !before.ContainsKey(name);
            var everywhere = !inserted && first.ContainsKey(name) && second.ContainsKey(name);
            if ((inserted || everywhere) && !after.ContainsKey(name))
            {
                choices.Add(leaf.Place, Aurix.Platform.Conflict.ConflictRecordKinds.Missing, before.GetValueOrDefault(name), first.GetValueOrDefault(name), second.GetValueOrDefault(name), chosen: null);
            }
        }

        IEnumerable<(Leaf Leaf, LeafName Name)> Doubtful(Node head) =>
            Leaf.Of(head, skip: part => there.Contains(part) || choices.IsSettled(part)).Select(leaf => (leaf, leaf.Name));

        static Dictionary<LeafName, Node> Names(Node? version) =>
            version is null ? [] : Leaf.Of(version, skip: _ => false).DistinctBy(leaf => leaf.Name).ToDictionary(leaf => leaf.Name, leaf => leaf.Value);
    }

    private static void AddAll(Node node, HashSet<Node> there)
    {
        there.Add(node);
        if (node is ObjectNode members)
        {
            foreach (var member in members.Members)
            {
                AddAll(member.Value, there);
            }
        }
        else if (node is ArrayNode array)
        {
            foreach (var item in array.Items)
            {
                AddAll(item, there);
            }
        }
    }
}

/// <summary>A value without parts, and where it stands in its version.</summary>
internal sealed record Leaf(Node Value, LeafName Name, Place Place)
{
    public static IEnumerable<Leaf> Of(Node version, Func<Node, bool> skip) => Of(version, skip, "", Place.Root());

    private static IEnumerable<Leaf> Of(Node node, Func<Node, bool> skip, string within, Place place)
    {
        if (skip(node))
        {
            return [];
        }

        return node switch
        {
            ObjectNode value => value.Members.SelectMany(member => Of(member.Value, skip, $"{within}/{member.Name}", place.Member(member.Name))),
            ArrayNode value => value.Items.SelectMany((item, index) => Of(item, skip, NameOf(item) ?? within + "/*", place.Member(index.ToString(System.Globalization.CultureInfo.InvariantCulture)))),
            _ => [new(node, new(within, node), place)],
        };
    }

    // An element with an id is itself wherever it moves.
    private static string? NameOf(Node item) => item is ObjectNode element && element["id"] is TextNode id ? "#" + id.Text : null;
}

/// <summary>What makes two values in two versions the same one: members' names down from the nearest element with an id, and the value.</summary>
internal readonly record struct LeafName(string Within, Node Value);
