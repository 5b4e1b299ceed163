namespace Aurix.Platform.Merging.Json;

/// <summary>The elements that stand in another array than before, of those whose keys are declared <c>unique:</c> across several.</summary>
internal sealed class MoveTable
{
    /// <summary>Nothing moves.</summary>
    public static readonly MoveTable Empty = new([]);

    private readonly Dictionary<(string Set, string Key), Move> _moves;

    private MoveTable(Dictionary<(string Set, string Key), Move> moves) => _moves = moves;

    public bool IsEmpty => _moves.Count == 0;

    /// <summary>Whether each element that moved was joined at the place it moved to. Not so if that place is itself gone.</summary>
    public bool AllArrived => _moves.Values.All(move => move.Arrived);

    /// <summary>Compares where the elements stand.</summary>
    public static MoveTable Find(Node? o, Node? a, Node? b, JsonMergeRules rules)
    {
        var root = RuleCursor.At(rules.Fields);
        if (!root.LeadsToUnique)
        {
            return Empty;
        }

        var (before, first, second) = (Standing.Of(o, root), Standing.Of(a, root), Standing.Of(b, root));
        var moves = new Dictionary<(string, string), Move>();
        foreach (var name in first.Keys.Concat(second.Keys).Distinct())
        {
            var (was, one, other) = (before.GetValueOrDefault(name), first.GetValueOrDefault(name), second.GetValueOrDefault(name));
            var places = new[] { was, one, other }.OfType<Standing>().ToList();
            if (places.Any(place => place.Location != places[0].Location) && !places.Any(place => place.IsTwice))
            {
                moves[name] = new(was, one, other);
            }
        }

        return moves.Count == 0 ? Empty : new(moves);
    }

    public Move? Find(string set, string key) => _moves.GetValueOrDefault((set, key));
}

/// <summary>One element that moved: what it was and where, in each version.</summary>
internal sealed class Move(Standing? before, Standing? first, Standing? second)
{
    public Node? O => before?.Element;

    public Node? A => first?.Element;

    public Node? B => second?.Element;

    public string? From => before?.Location;

    public string? First => first?.Location;

    public string? Second => second?.Location;

    /// <summary>Where it shall stand: where the only one who moved it put it, or the later of two.</summary>
    public string Target => Second is null || Second == From ? First ?? Second! : Second;

    /// <summary>Both moved it, and not to the same array.</summary>
    public bool IsContested => First is not null && Second is not null && First != Second && First != From && Second != From;

    /// <summary>Whether it was joined there.</summary>
    public bool Arrived { get; set; }
}

/// <summary>Where one version has an element.</summary>
/// <param name="Location">The array, named as <see cref="Place.ToLocation"/> does.</param>
/// <param name="Element">The element.</param>
/// <param name="IsTwice">The version has it in two arrays, so that nobody can say which of them it moved from.</param>
internal sealed record Standing(string Location, ObjectNode Element, bool IsTwice)
{
    /// <summary>All elements of one version whose keys are declared unique across arrays.</summary>
    public static Dictionary<(string Set, string Key), Standing> Of(Node? version, RuleCursor root)
    {
        var found = new Dictionary<(string, string), Standing>();
        Walk(version, root, Place.Root());
        return found;

        void Walk(Node? node, RuleCursor at, Place place)
        {
            if (!at.LeadsToUnique)
            {
                return;
            }

            if (node is ObjectNode members)
            {
                foreach (var member in members.Members)
                {
                    Walk(member.Value, at.Member(member.Name), place.Member(member.Name));
                }
            }

            var rule = KeyedElements.RuleOf(at);
            if (node is not ArrayNode array || KeyedElements.Of(array, rule) is not { } elements)
            {
                return; // elements without keys are kept or dropped whole
            }

            foreach (var key in elements.Keys)
            {
                if (rule.Unique is { } set)
                {
                    var twice = found.ContainsKey((set, key));
                    found[(set, key)] = new(place.ToLocation(), elements[key]!, twice);
                }

                Walk(elements[key], at.Element(), place.Element(key));
            }
        }
    }
}
