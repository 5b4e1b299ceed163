using System.Globalization;

namespace Aurix.Platform.Documents;

/// <summary>A place in the change feed of a local database. Later changes have higher ones; a gap means nothing.</summary>
/// <remarks>Only local. What a remote calls its sequence is opaque text and never becomes one of these.</remarks>
public readonly record struct LocalSequence(long Value) : IComparable<LocalSequence>
{
    /// <summary>Before the first change.</summary>
    public static readonly LocalSequence Start;

    /// <inheritdoc/>
    public int CompareTo(LocalSequence other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
