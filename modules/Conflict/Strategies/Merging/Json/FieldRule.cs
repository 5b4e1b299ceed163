using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Aurix.Platform.Merging.Json;

/// <summary>How one field is joined, as the policy declares it: <c>keyed:id order:start,end,id</c>.</summary>
/// <param name="Type">What the field is.</param>
internal sealed record FieldRule(FieldType Type)
{
    /// <summary>For <see cref="FieldType.Keyed"/>: the member that names an element.</summary>
    public string Key { get; init; } = "id";

    /// <summary>For <see cref="FieldType.Keyed"/>: the members by which the elements are sorted; empty when people sort them.</summary>
    public ImmutableArray<string> Order { get; init; } = [];

    /// <summary>For <see cref="FieldType.Keyed"/>: the set of arrays in which a key may stand once only, null when it is this array.</summary>
    public string? Unique { get; init; }

    /// <summary>An array of times: an end before its start is put right.</summary>
    public bool IsTimed => Order is ["start", "end", ..];

    /// <summary>Reads a declaration, answering false if it is not understood.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FieldRule? rule)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        rule = words switch
        {
            ["text"] => new(FieldType.Text),
            ["scalar"] => new(FieldType.Scalar),
            ["counter"] => new(FieldType.Counter),
            ["max"] => new(FieldType.Max),
            ["min"] => new(FieldType.Min),
            ["bool-or"] => new(FieldType.BoolOr),
            ["set"] => new(FieldType.Set),
            ["sequence"] => new(FieldType.Sequence),
            ["atomic"] => new(FieldType.Atomic),
            [var keyed, .. var more] when After(keyed, "keyed:") is { } key => Keyed(key, more),
            _ => null,
        };
        return rule is not null;
    }

    private static FieldRule? Keyed(string key, string[] more)
    {
        var rule = new FieldRule(FieldType.Keyed) { Key = key };
        foreach (var word in more)
        {
            if (After(word, "order:") is { } order && rule.Order.IsEmpty)
            {
                rule = rule with { Order = [.. order.Split(',')] };
            }
            else if (After(word, "unique:") is { } unique && rule.Unique is null)
            {
                rule = rule with { Unique = unique };
            }
            else
            {
                return null;
            }
        }

        return rule.Order.Contains("") ? null : rule;
    }

    private static string? After(string word, string prefix) =>
        word.Length > prefix.Length && word.StartsWith(prefix, StringComparison.Ordinal) ? word[prefix.Length..] : null;
}

/// <summary>What a field can be declared to be. docs/conflict-options.md shows each at work.</summary>
internal enum FieldType
{
    Text,
    Scalar,
    Counter,
    Max,
    Min,
    BoolOr,
    Set,
    Keyed,
    Sequence,
    Atomic,
}
