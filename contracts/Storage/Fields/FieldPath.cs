using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Storage.Fields;

/// <summary>Where in a document's JSON a value stands: <c>speaker.name</c>, <c>tags[]</c>, <c>turns[].speaker</c>.</summary>
/// <remarks>
/// Names of members, parted by dots; <c>[]</c> behind a name stands for every element of the array there. A path through <c>[]</c>
/// leads to any number of values. A name that holds a dot or a bracket cannot be written.
/// </remarks>
public sealed class FieldPath : IEquatable<FieldPath>
{
    /// <summary>The longest path, in characters.</summary>
    public const int MaxLength = 256;

    /// <summary>What a step through every element is called in <see cref="Steps"/>; no member can be called so here.</summary>
    public const string EveryElement = "[]";

    private readonly string _text;

    private FieldPath(string text, ImmutableArray<string> steps) => (_text, Steps) = (text, steps);

    /// <summary>Names of members from the outside in, and <see cref="EveryElement"/> where a path goes through an array.</summary>
    public ImmutableArray<string> Steps { get; }

    /// <summary>Whether the path can lead to more than one value.</summary>
    public bool HasElements => Steps.Contains(EveryElement);

    /// <summary>Reads a path.</summary>
    /// <exception cref="UsageException"><c>FieldPathInvalid</c>: the text is no path.</exception>
    public static FieldPath Parse(string text) => TryParse(text, out var path, out var wrong)
        ? path
        : throw new UsageException("FieldPathInvalid", $"'{text}' is not the path of a field: {wrong}.", "Write names parted by dots, and [] for every element: speaker.name, tags[].");

    /// <summary>Reads a path, answering false when the text is none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out FieldPath? path) => TryParse(text, out path, out _);

    /// <inheritdoc/>
    public bool Equals(FieldPath? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FieldPath);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>As it is written.</summary>
    public override string ToString() => _text;

    private static bool TryParse(string? text, [NotNullWhen(true)] out FieldPath? path, out string wrong)
    {
        path = null;
        wrong = text switch
        {
            null or "" => "it is empty",
            { Length: > MaxLength } => $"it is longer than {MaxLength} characters",
            _ => "",
        };
        if (wrong.Length > 0)
        {
            return false;
        }

        var steps = ImmutableArray.CreateBuilder<string>();
        foreach (var part in text!.Split('.'))
        {
            var name = part;
            var arrays = 0;
            while (name.EndsWith(EveryElement, StringComparison.Ordinal))
            {
                name = name[..^EveryElement.Length];
                arrays++;
            }

            if (name.Length == 0)
            {
                wrong = "a name between two dots is missing";
                return false;
            }

            if (name.AsSpan().ContainsAny('[', ']'))
            {
                wrong = $"a bracket stands where only {EveryElement} behind a name may";
                return false;
            }

            steps.Add(name);
            steps.AddRange(Enumerable.Repeat(EveryElement, arrays));
        }

        if (steps.Count > CanonicalJson.MaxDepth)
        {
            wrong = $"it is deeper than {CanonicalJson.MaxDepth} levels";
            return false;
        }

        path = new FieldPath(text, steps.ToImmutable());
        return true;
    }
}
