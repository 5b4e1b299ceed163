using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Asks which vault documents somebody shows in an older state only: every revision shown is known here, and a leaf is not among them.</summary>
/// <param name="Shown">Every leaf shown of each document, by remote ids.</param>
[RoutedTo(Roles.Storage)]
public sealed record FindUnshownLeaves(ImmutableArray<RevisionOffer> Shown) : IRequest<ImmutableArray<DocumentId>>;
