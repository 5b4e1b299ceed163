using System.Collections.Immutable;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Conflict.Resolution;

/// <summary>Versions of one document that did not know of each other.</summary>
/// <param name="Id">The document.</param>
/// <param name="Heads">Two or more, in canonical order.</param>
/// <param name="Stored">Every version of it that is here.</param>
internal sealed record MetVersions(DocumentId Id, ImmutableArray<Candidate> Heads, ImmutableArray<Candidate> Stored)
{
    /// <summary>The type that the version edited last gave the document.</summary>
    public DocumentType Type => Heads[^1].Body.Type;

    /// <summary>The highest schema among them.</summary>
    public int Schema => Heads.Max(head => head.Body.Schema);

    /// <summary>Every edit that one of them contains.</summary>
    public CausalSet Causes => Heads.Aggregate(CausalSet.Empty, (causes, head) => causes.Union(head.Body.Causes));

    public static MetVersions In(DocumentTree tree, ImmutableArray<Candidate> heads) => new(tree.Id, heads, StoredVersions.Of(tree));
}
