namespace Aurix.Platform.Merging.Json;

/// <summary>Joins arrays in which only membership counts.</summary>
internal static class SetMerge
{
    /// <summary>What both have and what either added; what one removed is gone. Sorted, each value once.</summary>
    public static ArrayNode Join(ArrayNode? o, ArrayNode a, ArrayNode b, MergeScene scene)
    {
        scene.Pay(a.Items.Length + b.Items.Length + (o?.Items.Length ?? 0));
        var (before, first, second) = ((o ?? ArrayNode.Empty).Items.ToHashSet(), a.Items.ToHashSet(), b.Items.ToHashSet());
        scene.Choices.Settle(a);
        scene.Choices.Settle(b);

        // The later spelling of a number comes first, and stays.
        return new([.. b.Items.Concat(a.Items).Where(item => first.Contains(item) && second.Contains(item) || !before.Contains(item))
            .Distinct().Order(NodeOrder.Instance)]);
    }
}
