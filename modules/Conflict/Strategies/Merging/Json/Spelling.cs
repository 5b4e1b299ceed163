namespace Aurix.Platform.Merging.Json;

/// <summary>Tells <c>0.1</c> from <c>0.10</c> where the values are equal.</summary>
internal static class Spelling
{
    /// <summary>Whether two equal values are also spelled alike.</summary>
    public static bool Equal(Node? one, Node? other) => ReferenceEquals(one, other) || (one, other) switch
    {
        (NumberNode first, NumberNode second) => first.Literal == second.Literal,
        (ArrayNode first, ArrayNode second) => first.Items.Zip(second.Items).All(pair => Equal(pair.First, pair.Second)),
        (ObjectNode first, ObjectNode second) => first.Members.Zip(second.Members).All(pair => Equal(pair.First.Value, pair.Second.Value)),
        _ => true,
    };
}
