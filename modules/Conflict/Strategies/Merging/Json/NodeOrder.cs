namespace Aurix.Platform.Merging.Json;

/// <summary>One order for all JSON values: by kind, numbers by exact value, strings by UTF-16 code unit, arrays and objects part by part.</summary>
internal sealed class NodeOrder : IComparer<Node?>
{
    public static readonly NodeOrder Instance = new();

    /// <summary>A missing value comes last.</summary>
    public int Compare(Node? x, Node? y)
    {
        if (x is null || y is null)
        {
            return (x is null).CompareTo(y is null);
        }

        return x.Kind != y.Kind ? x.Kind.CompareTo(y.Kind) : (x, y) switch
        {
            (NumberNode one, NumberNode other) => one.Value.CompareTo(other.Value),
            (TextNode one, TextNode other) => string.CompareOrdinal(one.Text, other.Text),
            (ArrayNode one, ArrayNode other) => Parts(one.Items.Length, other.Items.Length, index => Compare(one.Items[index], other.Items[index])),
            (ObjectNode one, ObjectNode other) => Parts(one.Members.Length, other.Members.Length, index => Members(one.Members[index], other.Members[index])),
            _ => ((WordNode)x).IsTrue.CompareTo(((WordNode)y).IsTrue),
        };
    }

    private static int Parts(int length, int otherLength, Func<int, int> compare)
    {
        for (var index = 0; index < Math.Min(length, otherLength); index++)
        {
            if (compare(index) is var order and not 0)
            {
                return order;
            }
        }

        return length.CompareTo(otherLength);
    }

    private int Members(Member one, Member other) =>
        string.CompareOrdinal(one.Name, other.Name) is var order and not 0 ? order : Compare(one.Value, other.Value);
}
