using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Marks a vault document deleted: an edit like any other, kept in its history and undone by putting it again.</summary>
/// <param name="Id">The document.</param>
/// <param name="Parent">The revision that was seen.</param>
[RoutedTo(Roles.Storage)]
public sealed record DeleteDocument(DocumentId Id, Revision Parent) : IRequest<PutOutcome>
{
    /// <summary>Accepts a parent that somebody has edited since, as a branch that the next normalisation joins.</summary>
    public bool AllowBranch { get; init; }
}
