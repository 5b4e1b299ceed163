using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Conflict.Normalisation;

/// <summary>What was decided for one document.</summary>
/// <param name="Additions">What is written.</param>
/// <param name="Merged">Whether heads were joined.</param>
internal sealed record Normalised(ImmutableArray<TreeAddition> Additions, bool Merged)
{
    public static readonly Normalised Nothing = new([], Merged: false);

    /// <summary>Losers that become documents of their own.</summary>
    public ImmutableArray<ConflictCopy> Copies { get; init; } = [];

    /// <summary>Whether nothing is left to look at later.</summary>
    public bool IsSettled { get; init; } = true;

    /// <summary>The document as it is reported while its heads have to stay.</summary>
    public WaitingDocument? WaitsBecause { get; private init; }

    public static Normalised Waiting(DocumentId id, DocumentType type, string reason) =>
        Nothing with { WaitsBecause = new WaitingDocument(id, type, reason), IsSettled = false };

    public int Count(DocumentBodyKind kind) => Additions.Count(addition => addition.Body.Kind == kind);
}
