using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Reads a vault document: the winner, or a named revision, also one that was parked.</summary>
/// <param name="Id">The document.</param>
/// <param name="Revision">Null for what the document shows now.</param>
[RoutedTo(Roles.Storage)]
public sealed record GetDocument(DocumentId Id, Revision? Revision = null) : IRequest<GetOutcome>;

/// <summary>How a read ended.</summary>
public abstract record GetOutcome
{
    private GetOutcome()
    {
    }

    /// <summary>Here it is. A deleted document is found too: <see cref="DocumentBody.Deleted"/> says so.</summary>
    /// <param name="Revision">The revision that was read.</param>
    /// <param name="Body">What it says. For a parked revision, what it said before it was parked.</param>
    /// <param name="Heads">How many live leaves the document has; more than one means an open conflict.</param>
    public sealed record Found(Revision Revision, DocumentBody Body, int Heads) : GetOutcome;

    /// <summary>No such document, or no such revision of it.</summary>
    public sealed record Missing : GetOutcome;

    /// <summary>The revision is known but its body has been compacted away.</summary>
    public sealed record Compacted : GetOutcome;
}
