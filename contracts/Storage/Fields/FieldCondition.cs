using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Storage.Fields;

/// <summary>What a field of a document has to be like.</summary>
/// <remarks>Whether a document whose path leads to several values meets it is said at <see cref="FieldComparison"/>.</remarks>
public sealed record FieldCondition
{
    /// <summary>A condition that makes sense.</summary>
    /// <param name="path">Which field.</param>
    /// <param name="comparison">How it is compared.</param>
    /// <param name="value">A string, a number, <c>true</c>, <c>false</c> or <c>null</c>. For an order a string or a number, for a beginning a string, for existence <c>true</c> or <c>false</c>.</param>
    /// <exception cref="UsageException"><c>FieldConditionInvalid</c>: nothing could ever be compared so.</exception>
    public FieldCondition(FieldPath path, FieldComparison comparison, CanonicalJson value)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(value);
        if (!Allows(comparison, (char)value.Utf8.Span[0]))
        {
            throw new UsageException(
                "FieldConditionInvalid",
                $"The field '{path}' cannot be compared with such a value by {comparison}.",
                "Compare with a string, a number, true, false or null; by order with a string or a number, by StartsWith with a string, by Exists with true or false.");
        }

        Path = path;
        Comparison = comparison;
        Value = value;
    }

    /// <summary>Which field.</summary>
    public FieldPath Path { get; }

    /// <summary>How it is compared.</summary>
    public FieldComparison Comparison { get; }

    /// <summary>With what.</summary>
    public CanonicalJson Value { get; }

    /// <summary>Without the value, which is content.</summary>
    public override string ToString() => $"{Path} {Comparison}";

    // The first character of a canonical value says its type.
    private static bool Allows(FieldComparison comparison, char first) => comparison switch
    {
        FieldComparison.Equal or FieldComparison.NotEqual => first is not ('{' or '['),
        FieldComparison.Less or FieldComparison.LessOrEqual or FieldComparison.Greater or FieldComparison.GreaterOrEqual =>
            first is '"' or '-' or (>= '0' and <= '9'),
        FieldComparison.StartsWith => first is '"',
        FieldComparison.Exists => first is 't' or 'f',
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Not a comparison."),
    };
}
