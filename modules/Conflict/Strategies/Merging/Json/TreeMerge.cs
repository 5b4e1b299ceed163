using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Merging.Text;

namespace Aurix.Platform.Merging.Json;

/// <summary>Joins two versions of a value, part by part (conflict.md §4.2).</summary>
/// <remarks>In this folder <c>o</c> is what was there before, <c>a</c> what the head with the earlier stamp says, <c>b</c> what the later one says. Null is missing.</remarks>
internal sealed class TreeMerge
{
    private readonly MergeScene _scene;
    private readonly KeyedArrayMerge _keyed;
    private readonly SequenceMerge _sequences;

    public TreeMerge(MergeScene scene, MoveTable moves)
    {
        _scene = scene;
        Moves = moves;
        _keyed = new(this, scene);
        _sequences = new(scene);
    }

    /// <summary>Which elements are joined in another array than the one they stood in.</summary>
    public MoveTable Moves { get; }

    /// <summary>What the two make together; nothing when it is deleted.</summary>
    public Node? Join(Node? o, Node? a, Node? b, RuleCursor at, Place place)
    {
        _scene.Pay(1);

        // A part that elements move into or out of has to be gone through, even where only one side touched it.
        var through = !Moves.IsEmpty && at.LeadsToUnique && (a ?? b) is ObjectNode or ArrayNode;
        if (!through && Untouched(o, a, b, at.Rule) is (true, var result))
        {
            return result;
        }

        return a is null || b is null ? OneSide(o, a, b, at, place, through) : Both(o, a, b, at, place);
    }

    /// <summary>The members of both; where one side has no object at all, those of the other.</summary>
    public ObjectNode Members(ObjectNode? o, ObjectNode? a, ObjectNode? b, RuleCursor at, Place place)
    {
        var (before, first, second) = (o ?? ObjectNode.Empty, a ?? ObjectNode.Empty, b ?? ObjectNode.Empty);
        var joined = new List<Member>(Math.Max(first.Members.Length, second.Members.Length));
        for (int mine = 0, yours = 0; mine < first.Members.Length || yours < second.Members.Length;)
        {
            // Both are sorted, so a name that only one has shows itself.
            var order = mine == first.Members.Length ? 1 : yours == second.Members.Length ? -1 : string.CompareOrdinal(first.Members[mine].Name, second.Members[yours].Name);
            var name = order <= 0 ? first.Members[mine].Name : second.Members[yours].Name;
            var one = order <= 0 ? first.Members[mine++].Value : null;
            var other = order >= 0 ? second.Members[yours++].Value : null;
            if (Join(before[name], one, other, at.Member(name), place.Member(name)) is { } value)
            {
                joined.Add(new(name, value));
            }
        }

        return new([.. joined]);
    }

    /// <summary>The later one stands, the earlier is written down.</summary>
    public Node Choose(Node? o, Node a, Node b, Place place)
    {
        var kind = a.Kind == b.Kind ? ConflictRecordKinds.Replaced : ConflictRecordKinds.TypeChanged;
        _scene.Choices.Add(place, kind, o, a, b, _scene.Later);

        // An ancestor that took a side would let the other side pass for a fresh edit later. One that is neither makes both of them meet again.
        return _scene.Purpose == MergePurpose.Ancestor ? new ObjectNode([new("aurix/undecided", new ArrayNode([a, b]))]) : b;
    }

    /// <summary>The cases in which at most one side changed anything, or both the same.</summary>
    private (bool Settled, Node? Result) Untouched(Node? o, Node? a, Node? b, FieldRule? rule)
    {
        var (aSame, bSame) = (Node.Same(a, o), Node.Same(b, o));
        if (aSame && bSame)
        {
            // The values are equal; who spelled a number anew has his way.
            return Take(Spelling.Equal(b, o) ? a : b, a, b);
        }

        if (aSame || bSame)
        {
            return Take(aSame ? b : a, a, b);
        }

        // Two devices that both counted from 4 to 5 counted twice.
        return Node.Same(a, b) && !(rule?.Type == FieldType.Counter && _scene.IsBaseExact) ? Take(b, a, b) : (false, null);
    }

    private (bool Settled, Node? Result) Take(Node? taken, Node? a, Node? b)
    {
        _scene.Choices.Settle(ReferenceEquals(taken, a) ? b : a);
        return (true, taken);
    }

    private Node? OneSide(Node? o, Node? a, Node? b, RuleCursor at, Place place, bool through)
    {
        if ((a ?? b) is not { } kept || Node.Same(kept, o))
        {
            _scene.Choices.Settle(a ?? b);
            return null;
        }

        if (o is not null)
        {
            _scene.Choices.Add(place, ConflictRecordKinds.DeletedElsewhere, o, a, b, a is null ? _scene.Later : _scene.Earlier);
        }

        return through ? Structure(null, a, b, at, place) : kept;
    }

    private Node Both(Node? o, Node a, Node b, RuleCursor at, Place place) => at.Rule?.Type switch
    {
        FieldType.Scalar or FieldType.Atomic => Choose(o, a, b, place),
        FieldType.Text when (a, b) is (TextNode first, TextNode second) => Text(o, first, second, place),
        FieldType.Counter or FieldType.Max or FieldType.Min when (a, b) is (NumberNode first, NumberNode second) => Number(at.Rule.Type, o, first, second, place),
        FieldType.BoolOr when (a, b) is (WordNode { Kind: NodeKind.Boolean } first, WordNode { Kind: NodeKind.Boolean } second) => first.IsTrue ? Take(a, a, b).Result! : Take(b, a, b).Result!,
        FieldType.Set when (a, b) is (ArrayNode first, ArrayNode second) => SetMerge.Join(o as ArrayNode, first, second, _scene),
        FieldType.Sequence when (a, b) is (ArrayNode first, ArrayNode second) => _sequences.Join(o as ArrayNode, first, second, place),
        _ => Structure(o, a, b, at, place),
    };

    /// <summary>What nothing special is declared of. One of the two may be missing where elements move.</summary>
    private Node Structure(Node? o, Node? a, Node? b, RuleCursor at, Place place) => (a, b) switch
    {
        (ObjectNode or null, ObjectNode or null) => Members(o as ObjectNode, a as ObjectNode, b as ObjectNode, at, place),
        (ArrayNode or null, ArrayNode or null) => _keyed.Join(o as ArrayNode, a as ArrayNode, b as ArrayNode, at, place)
            ?? (a is null || b is null ? (a ?? b)! : _sequences.Join(o as ArrayNode, (ArrayNode)a, (ArrayNode)b, place)),
        (TextNode first, TextNode second) when IsText(o, first, second, at.Rule) => Text(o, first, second, place),
        _ => a is null || b is null ? (a ?? b)! : Choose(o, a, b, place),
    };

    private bool IsText(Node? o, TextNode a, TextNode b, FieldRule? rule) => rule is null && _scene.Rules.UndeclaredStrings switch
    {
        StringsAre.Text => true,
        StringsAre.Scalar => false,
        _ => o is TextNode before ? Prose.IsLong(before.Text) : Prose.IsLong(a.Text) && Prose.IsLong(b.Text),
    };

    private TextNode Text(Node? o, TextNode a, TextNode b, Place place)
    {
        var merged = TextMerge.Merge("", (o as TextNode)?.Text, Variant(a, _scene.Earlier), Variant(b, _scene.Later), _scene.Rules.Grain, _scene.Purpose, _scene.Fuel)
            ?? throw MergeStoppedException.OutOfFuel();
        _scene.Choices.Settle(a);
        _scene.Choices.Settle(b);
        _scene.Choices.Add(place, merged.Records);
        return new(merged.Text);

        static TextVariant Variant(TextNode text, MergeHead head) => new(text.Text, head.Stamp, head.Revision);
    }

    private Node Number(FieldType type, Node? o, NumberNode a, NumberNode b, Place place)
    {
        if (type != FieldType.Counter)
        {
            var takeB = (b.Value.CompareTo(a.Value) > 0) == (type == FieldType.Max) || a.Value == b.Value;
            return Take(takeB ? b : a, a, b).Result!;
        }

        // Without an ancestor nobody knows what both counted from: the higher count holds at least one of them, and the other is written down.
        if (!_scene.HasBase)
        {
            _scene.Choices.Add(place, ConflictRecordKinds.Replaced, null, a, b, a.Value.CompareTo(b.Value) > 0 ? _scene.Earlier : _scene.Later);
            return a.Value.CompareTo(b.Value) > 0 ? a : b;
        }

        if (o is not (null or NumberNode) || ExactDecimal.Sum((o as NumberNode)?.Value ?? ExactDecimal.Zero, a.Value, b.Value) is not { } sum)
        {
            return Choose(o, a, b, place);
        }

        _scene.Choices.Settle(a);
        _scene.Choices.Settle(b);
        return new NumberNode(sum.ToLiteral());
    }
}
