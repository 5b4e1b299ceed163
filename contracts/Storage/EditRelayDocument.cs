using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Saves an ordinary CouchDB edit in a relay (<c>new_edits:true</c>): the store makes the revision.</summary>
/// <remarks>The revision's hash is an MD5 over parent, deletion, body and attachment digests, as servers of this protocol make it; it is no secret and proves nothing.</remarks>
/// <param name="Database">A relay.</param>
/// <param name="Id">The document.</param>
/// <param name="Parent">The leaf to build on. Null creates, or revives a document whose winner is a tombstone.</param>
/// <param name="IsTombstone">Whether the edit deletes.</param>
/// <param name="Body">The JSON object without <c>_</c> members.</param>
/// <param name="Files">Every attachment the new revision has, kept ones included.</param>
[RoutedTo(Roles.Storage)]
public sealed record EditRelayDocument(DatabaseName Database, DocumentId Id, Revision? Parent, bool IsTombstone, BodyBytes Body, ImmutableArray<StoredFile> Files)
    : IRequest<RelayEditOutcome>
{
    /// <summary>The address, not the content.</summary>
    public override string ToString() => $"{nameof(EditRelayDocument)} {Database}/{Id}";
}

/// <summary>How the edit ended.</summary>
public abstract record RelayEditOutcome
{
    private RelayEditOutcome()
    {
    }

    /// <summary>Durable.</summary>
    public sealed record Saved(Revision Revision, LocalSequence Sequence) : RelayEditOutcome;

    /// <summary>The parent is not a leaf, or one was needed: CouchDB's 409.</summary>
    public sealed record Conflict : RelayEditOutcome;
}
