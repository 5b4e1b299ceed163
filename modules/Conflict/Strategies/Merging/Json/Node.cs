using System.Collections.Immutable;

namespace Aurix.Platform.Merging.Json;

/// <summary>A JSON value as the merge sees it. A value that is missing is no node at all, which is not the same as the value <c>null</c>.</summary>
/// <remarks>
/// Equality is that of values: numbers are equal as exact decimals, however they are spelled. The hash only makes unequal cheap and never orders anything.
/// Where one node has to be told from another of the same value, references are compared.
/// </remarks>
internal abstract class Node(int hash) : IEquatable<Node>
{
    /// <summary>What kinds there are, in the order in which <see cref="NodeOrder"/> sorts them.</summary>
    public abstract NodeKind Kind { get; }

    public bool Equals(Node? other) =>
        ReferenceEquals(this, other) || (other is not null && other.GetHashCode() == GetHashCode() && other.Kind == Kind && SameValue(other));

    public override bool Equals(object? obj) => Equals(obj as Node);

    public override int GetHashCode() => hash;

    /// <summary>Whether both are missing or have equal values.</summary>
    public static bool Same(Node? one, Node? other) => one is null ? other is null : one.Equals(other);

    protected abstract bool SameValue(Node other);
}

/// <summary>The kinds of JSON value. <c>true</c> and <c>false</c> are one.</summary>
internal enum NodeKind
{
    Null,
    Boolean,
    Number,
    Text,
    Array,
    Object,
}

/// <summary><c>null</c>, <c>true</c> or <c>false</c>. Each occurrence is a node of its own, since references tell what became of it.</summary>
internal sealed class WordNode(string word) : Node(word.Length)
{
    public string Word { get; } = word;

    public override NodeKind Kind => Word == "null" ? NodeKind.Null : NodeKind.Boolean;

    public bool IsTrue => Word == "true";

    protected override bool SameValue(Node other) => ((WordNode)other).Word == Word;
}

/// <summary>A number, in its own spelling.</summary>
internal sealed class NumberNode : Node
{
    public NumberNode(string literal)
        : this(literal, ExactDecimal.Parse(literal))
    {
    }

    private NumberNode(string literal, ExactDecimal value)
        : base(value.GetHashCode())
    {
        Literal = literal;
        Value = value;
    }

    public string Literal { get; }

    public ExactDecimal Value { get; }

    public override NodeKind Kind => NodeKind.Number;

    protected override bool SameValue(Node other) => ((NumberNode)other).Value == Value;
}

/// <summary>A string.</summary>
internal sealed class TextNode(string text) : Node(text.GetHashCode(StringComparison.Ordinal))
{
    public string Text { get; } = text;

    public override NodeKind Kind => NodeKind.Text;

    protected override bool SameValue(Node other) => ((TextNode)other).Text == Text;
}

/// <summary>An array.</summary>
internal sealed class ArrayNode(ImmutableArray<Node> items) : Node(Combine(items))
{
    public static readonly ArrayNode Empty = new([]);

    public ImmutableArray<Node> Items { get; } = items;

    public override NodeKind Kind => NodeKind.Array;

    protected override bool SameValue(Node other) => ((ArrayNode)other).Items.AsSpan().SequenceEqual(Items.AsSpan());

    private static int Combine(ImmutableArray<Node> items)
    {
        var hash = default(HashCode);
        hash.Add(items.Length);
        foreach (var item in items)
        {
            hash.Add(item.GetHashCode());
        }

        return hash.ToHashCode();
    }
}

/// <summary>An object, its members ascending by UTF-16 code unit.</summary>
internal sealed class ObjectNode(ImmutableArray<Member> members) : Node(Combine(members))
{
    public static readonly ObjectNode Empty = new([]);

    public ImmutableArray<Member> Members { get; } = members;

    public override NodeKind Kind => NodeKind.Object;

    /// <summary>The member's value, or nothing when it is missing.</summary>
    public Node? this[string name]
    {
        get
        {
            var (low, high) = (0, Members.Length - 1);
            while (low <= high)
            {
                var middle = (low + high) / 2;
                var order = string.CompareOrdinal(Members[middle].Name, name);
                if (order == 0)
                {
                    return Members[middle].Value;
                }

                (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
            }

            return null;
        }
    }

    /// <summary>The same object with one member set.</summary>
    public ObjectNode With(string name, Node value) =>
        new([.. Members.Where(member => member.Name != name).Append(new(name, value)).OrderBy(member => member.Name, StringComparer.Ordinal)]);

    protected override bool SameValue(Node other) => ((ObjectNode)other).Members.AsSpan().SequenceEqual(Members.AsSpan());

    private static int Combine(ImmutableArray<Member> members)
    {
        var hash = default(HashCode);
        foreach (var member in members)
        {
            hash.Add(member.Name.GetHashCode(StringComparison.Ordinal));
            hash.Add(member.Value.GetHashCode());
        }

        return hash.ToHashCode();
    }
}

/// <summary>A name in an object, and what it holds.</summary>
internal readonly record struct Member(string Name, Node Value);
