using System.Text;
using System.Text.Json;

namespace Aurix.Platform.Documents;

/// <summary>What a selector can ask of one value. An undefined value is one that is not there.</summary>
internal static class SelectorOperator
{
    /// <summary>Reads an operator with its operand.</summary>
    /// <exception cref="FormatException">It is not offered, or takes another operand.</exception>
    public static Predicate<JsonElement> Read(string name, JsonElement operand)
    {
        if (name is "$exists")
        {
            return operand.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? value => value.ValueKind is not JsonValueKind.Undefined == operand.GetBoolean()
                : throw Selector.Invalid("'$exists' takes true or false");
        }

        Predicate<JsonElement> meets = name switch
        {
            "$eq" => value => JsonElement.DeepEquals(value, operand),
            "$ne" => value => !JsonElement.DeepEquals(value, operand),
            "$gt" => Ordered(name, operand, order => order > 0),
            "$gte" => Ordered(name, operand, order => order >= 0),
            "$lt" => Ordered(name, operand, order => order < 0),
            "$lte" => Ordered(name, operand, order => order <= 0),
            "$in" => AmongAny(name, operand),
            "$nin" => Not(AmongAny(name, operand)),
            _ => throw Selector.Invalid($"'{name}' is not offered"),
        };
        return value => value.ValueKind is not JsonValueKind.Undefined && meets(value);
    }

    // A number has no order with a text: neither is lower.
    private static Predicate<JsonElement> Ordered(string name, JsonElement operand, Predicate<int> holds) => operand.ValueKind switch
    {
        JsonValueKind.String => value => value.ValueKind is JsonValueKind.String && holds(Bytes(value).AsSpan().SequenceCompareTo(Bytes(operand))),
        JsonValueKind.Number => value => value.ValueKind is JsonValueKind.Number && holds(Compare(value, operand)),
        _ => throw Selector.Invalid($"'{name}' takes a number or a text"),
    };

    private static Predicate<JsonElement> AmongAny(string name, JsonElement operand)
    {
        if (operand.ValueKind is not JsonValueKind.Array)
        {
            throw Selector.Invalid($"'{name}' takes an array");
        }

        var among = operand.EnumerateArray().ToArray();
        return value => Array.Exists(among, one => JsonElement.DeepEquals(value, one));
    }

    private static Predicate<JsonElement> Not(Predicate<JsonElement> meets) => value => !meets(value);

    private static byte[] Bytes(JsonElement text) => Encoding.UTF8.GetBytes(text.GetString()!);

    private static int Compare(JsonElement one, JsonElement other) =>
        one.TryGetDecimal(out var exact) && other.TryGetDecimal(out var than) ? exact.CompareTo(than) : one.GetDouble().CompareTo(other.GetDouble());
}
