using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Asks for leaves that the server says are superseded by a delete that no device made.</summary>
/// <param name="HealedBefore">Leaves out documents that were healed at this time or later: a server that deletes again and again is not answered each time.</param>
/// <param name="After">Where the page before ended, null for the first.</param>
/// <param name="Limit">1 to 1000; in order of the documents' ids, one leaf of each.</param>
[RoutedTo(Roles.Storage)]
public sealed record ListForgedDeletes(DateTimeOffset HealedBefore, DocumentId? After, int Limit) : IRequest<ImmutableArray<HiddenLeaf>>;

/// <summary>A leaf of this device that the server hides behind something forged.</summary>
public sealed record HiddenLeaf(DocumentId Document, Revision Leaf);

/// <summary>Remembers that documents were healed just now.</summary>
[RoutedTo(Roles.Storage)]
public sealed record NoteHealed(ImmutableArray<DocumentId> Documents) : IRequest<int>;
