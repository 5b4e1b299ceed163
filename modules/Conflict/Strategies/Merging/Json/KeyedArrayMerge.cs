using Aurix.Platform.Conflict;

namespace Aurix.Platform.Merging.Json;

/// <summary>Joins arrays of objects element by element, by key.</summary>
internal sealed class KeyedArrayMerge(TreeMerge tree, MergeScene scene)
{
    /// <summary>The joined array, or nothing if either version of it is not keyed.</summary>
    public ArrayNode? Join(ArrayNode? o, ArrayNode? a, ArrayNode? b, RuleCursor at, Place place)
    {
        var rule = KeyedElements.RuleOf(at);
        if (KeyedElements.Of(a, rule) is not { } first || KeyedElements.Of(b, rule) is not { } second)
        {
            return null;
        }

        var before = KeyedElements.Before(o, rule);
        scene.Pay(before.Keys.Length + first.Keys.Length + second.Keys.Length);
        var location = tree.Moves.IsEmpty || rule.Unique is null ? null : place.ToLocation();
        var joined = new Dictionary<string, (Node Node, Place Place)>(StringComparer.Ordinal);
        foreach (var key in first.Keys.Concat(second.Keys).Distinct(StringComparer.Ordinal))
        {
            var there = place.Element(key);
            var node = location is not null && tree.Moves.Find(rule.Unique!, key) is { } move
                ? JoinMoved(move, location, at.Element(), there)
                : JoinElement(before[key], first[key], second[key], rule, at.Element(), there);
            if (node is not null)
            {
                joined[key] = (node, there);
            }
        }

        var order = rule.Order.IsEmpty ? Arrange(before, first, second, joined, place) : Sort(joined, rule);
        for (var index = 0; index < order.Count; index++)
        {
            joined[order[index]].Place.Step = index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return new([.. order.Select(key => joined[key].Node)]);
    }

    private Node? JoinElement(ObjectNode? o, ObjectNode? a, ObjectNode? b, FieldRule rule, RuleCursor at, Place place)
    {
        var node = tree.Join(o, a, b, at, place);
        return rule.IsTimed && node is ObjectNode element ? TimeRepair.Apply(element, o, a, b, place, scene.Choices) : node;
    }

    /// <summary>An element that stood elsewhere in one of the versions is joined with what it was there, at the place it moved to.</summary>
    private Node? JoinMoved(Move move, string location, RuleCursor at, Place place)
    {
        if (move.Target != location)
        {
            return null;
        }

        move.Arrived = true;
        if (move.IsContested)
        {
            scene.Choices.Add(place, "moved", NodeOf(move.From), NodeOf(move.First), NodeOf(move.Second), scene.Later);
        }

        if (move.A is null || move.B is null)
        {
            // One moved what the other deleted. Moving is an edit, and an edit outlives a delete.
            scene.Choices.Add(place, ConflictRecordKinds.DeletedElsewhere, move.O, move.A, move.B, move.A is null ? scene.Later : scene.Earlier);
            return move.A ?? move.B;
        }

        return tree.Join(move.O, move.A, move.B, at, place);

        static TextNode? NodeOf(string? location) => location is null ? null : new(location);
    }

    private IReadOnlyList<string> Arrange(
        KeyedElements before, KeyedElements first, KeyedElements second, Dictionary<string, (Node Node, Place Place)> joined, Place place)
    {
        var order = KeyedOrder.Arrange(before.Keys, first.Keys, second.Keys, joined.ContainsKey, out var contested);
        if (contested)
        {
            scene.Choices.Add(place, "reordered", Names(before), Names(first), Names(second), scene.Later);
        }

        return order;

        static ArrayNode Names(KeyedElements elements) => new([.. elements.Keys.Select(key => new TextNode(key))]);
    }

    private static List<string> Sort(Dictionary<string, (Node Node, Place Place)> joined, FieldRule rule)
    {
        var keys = joined.Keys.ToList();
        keys.Sort((one, other) =>
        {
            foreach (var field in rule.Order)
            {
                var order = NodeOrder.Instance.Compare(((ObjectNode)joined[one].Node)[field], ((ObjectNode)joined[other].Node)[field]);
                if (order != 0)
                {
                    return order;
                }
            }

            return string.CompareOrdinal(one, other);
        });
        return keys;
    }
}
