using System.Collections.Immutable;

namespace Aurix.Platform.Merging.Json;

/// <summary>An array whose elements are objects that each have a key of their own.</summary>
internal sealed class KeyedElements
{
    public static readonly KeyedElements None = new([], ImmutableDictionary<string, ObjectNode>.Empty);

    private static readonly FieldRule ById = new(FieldType.Keyed);

    private readonly IReadOnlyDictionary<string, ObjectNode> _byKey;

    private KeyedElements(ImmutableArray<string> keys, IReadOnlyDictionary<string, ObjectNode> byKey)
    {
        Keys = keys;
        _byKey = byKey;
    }

    /// <summary>The keys in the order of the array.</summary>
    public ImmutableArray<string> Keys { get; }

    public ObjectNode? this[string key] => _byKey.GetValueOrDefault(key);

    /// <summary>The rule by which an array may be keyed: its own, or the one that holds where nothing is declared.</summary>
    public static FieldRule RuleOf(RuleCursor at) => at.Rule is { Type: FieldType.Keyed } declared ? declared : ById;

    /// <summary>Reads an array; nothing when an element is no object, or has no key, or one that another has too.</summary>
    public static KeyedElements? Of(ArrayNode? array, FieldRule rule)
    {
        if (array is null)
        {
            return None;
        }

        var keys = ImmutableArray.CreateBuilder<string>(array.Items.Length);
        var byKey = new Dictionary<string, ObjectNode>(array.Items.Length, StringComparer.Ordinal);
        foreach (var item in array.Items)
        {
            if (item is not ObjectNode element || KeyOf(element, rule) is not { } key || !byKey.TryAdd(key, element))
            {
                return null;
            }

            keys.Add(key);
        }

        return new(keys.MoveToImmutable(), byKey);
    }

    /// <summary>Reads what an array was: of one that is not keyed, the elements that had a key to themselves. The others cannot be told from what is there now, and count as never there.</summary>
    public static KeyedElements Before(ArrayNode? array, FieldRule rule)
    {
        if (Of(array, rule) is { } all)
        {
            return all;
        }

        var told = array!.Items.OfType<ObjectNode>()
            .Select(element => (Key: KeyOf(element, rule), Element: element))
            .Where(found => found.Key is not null)
            .GroupBy(found => found.Key!, found => found.Element, StringComparer.Ordinal)
            .Where(found => found.Count() == 1)
            .ToList();
        return new([.. told.Select(found => found.Key)], told.ToDictionary(found => found.Key, found => found.Single(), StringComparer.Ordinal));
    }

    /// <summary>An element's key. A number is one only where the key is declared, and is never the same as a string.</summary>
    public static string? KeyOf(ObjectNode element, FieldRule rule) => element[rule.Key] switch
    {
        TextNode text => text.Text,
        NumberNode number when !ReferenceEquals(rule, ById) => "\0" + number.Value.ToLiteral(),
        _ => null,
    };
}
