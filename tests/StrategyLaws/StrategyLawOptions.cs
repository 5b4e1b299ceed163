using Aurix.Platform.Documents;
using CsCheck;

namespace Aurix.Platform.Laws;

/// <summary>How the laws are tried.</summary>
public sealed record StrategyLawOptions
{
    /// <summary>How many conflicts for each law. Fewer find less, more take longer; 2,000 take a few seconds.</summary>
    public int Cases { get; init; } = 2_000;

    /// <summary>The seed that a failure named, to see it again; null for other conflicts each time.</summary>
    public string? Seed { get; init; }

    /// <summary>The documents that are edited. Objects of any shape by default; give one whose documents look like those the strategy is for.</summary>
    public Gen<CanonicalJson> Documents { get; init; } = Conflicts.AnyDocument;

    /// <summary>The documents' type.</summary>
    public DocumentType Type { get; init; } = DocumentType.Default;

    /// <summary>The policy rule's options.</summary>
    public CanonicalJson Options { get; init; } = CanonicalJson.EmptyObject;
}
