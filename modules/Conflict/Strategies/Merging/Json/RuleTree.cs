using System.Collections.Immutable;

namespace Aurix.Platform.Merging.Json;

/// <summary>The declared fields by their paths, one step of a path per level. <c>*</c> stands for any member and any element.</summary>
internal sealed class RuleTree
{
    private readonly SortedDictionary<string, RuleTree> _steps = new(StringComparer.Ordinal);

    /// <summary>What is declared of this very place.</summary>
    public FieldRule? Rule { get; private set; }

    /// <summary>Whether this place, or one within it, shares its keys with other arrays.</summary>
    public bool LeadsToUnique { get; private set; }

    /// <summary>Adds a rule at a path such as <c>/segments/*/text</c>, answering false if that is no JSON pointer or one that has a rule.</summary>
    public bool Add(string path, FieldRule rule)
    {
        if (path.Length > 0 && path[0] != '/')
        {
            return false;
        }

        var place = this;
        place.LeadsToUnique |= rule.Unique is not null;
        foreach (var step in path.Length == 0 ? [] : path[1..].Split('/'))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (!place._steps.TryGetValue(name, out var next))
            {
                place._steps[name] = next = new RuleTree();
            }

            place = next;
            place.LeadsToUnique |= rule.Unique is not null;
        }

        if (place.Rule is not null)
        {
            return false;
        }

        place.Rule = rule;
        return true;
    }

    public RuleTree? Step(string name) => _steps.GetValueOrDefault(name);
}

/// <summary>Where a walk through a document stands among the rules. Several paths can lead to one place; the one that names more of it comes first.</summary>
internal readonly struct RuleCursor(ImmutableArray<RuleTree> places)
{
    private const string Any = "*";

    private static readonly RuleCursor Nowhere = new([]);

    public static RuleCursor At(RuleTree root) => new([root]);

    public FieldRule? Rule
    {
        get
        {
            foreach (var place in places)
            {
                if (place.Rule is { } rule)
                {
                    return rule;
                }
            }

            return null;
        }
    }

    public bool LeadsToUnique => places.Any(place => place.LeadsToUnique);

    public RuleCursor Member(string name) => Steps(name);

    public RuleCursor Element() => Steps(Any);

    private RuleCursor Steps(string name)
    {
        if (places.All(place => place.Step(name) is null && place.Step(Any) is null))
        {
            return Nowhere;
        }

        var next = ImmutableArray.CreateBuilder<RuleTree>();
        foreach (var place in places)
        {
            if (place.Step(name) is { } exact)
            {
                next.Add(exact);
            }
        }

        foreach (var place in places)
        {
            if (name != Any && place.Step(Any) is { } any)
            {
                next.Add(any);
            }
        }

        return new(next.DrainToImmutable());
    }
}
