using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Accounts;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Ordinary edits: built on a leaf that the client saw, or refused.</summary>
internal sealed class DocumentEdits(IMediator mediator, DocumentStore store, FileResolver files, Passwords passwords)
{
    private static readonly Dictionary<string, StoredFile> NoFiles = [];

    /// <summary>Saves an edit and answers its revision.</summary>
    /// <exception cref="CouchError">409 when somebody was faster.</exception>
    public async Task<Revision> EditAsync(Relay relay, IncomingDocument document, FollowingParts? parts, CancellationToken cancellationToken)
    {
        var database = relay.Existing.Database;
        if (database == AccountStore.Users)
        {
            if (!relay.MayAdminister)
            {
                UserDocuments.CheckOwn(document, await store.LeavesAsync(database, document.Id!, pathLimit: 1, cancellationToken));
            }

            document = await UserDocuments.PrepareAsync(document, passwords, cancellationToken);
        }

        ImmutableArray<StoredFile> stored = [];
        if (!document.Files.IsEmpty)
        {
            var leaves = await store.LeavesAsync(database, document.Id!, pathLimit: 1, cancellationToken);
            var parent = ParentOf(document, leaves);
            var known = parent?.Files.ToDictionary(file => file.Name, StringComparer.Ordinal) ?? NoFiles;
            stored = await files.ResolveAsync(database, Placed(document), (parent?.Revision.Generation ?? 0) + 1, known, parts, cancellationToken);
        }

        var edit = new EditRelayDocument(database, document.DocumentId, document.Revision, document.IsTombstone, document.Body, stored);

        // The client may leave now; what it asked for is decided and gets finished.
        return await mediator.Send(edit, CancellationToken.None) is RelayEditOutcome.Saved saved ? saved.Revision : throw CouchError.Conflict();
    }

    /// <summary>The leaf an edit builds on, null for a new document. Refuses before any attachment is uploaded in vain.</summary>
    public static StoredRevision? ParentOf(IncomingDocument document, ImmutableArray<StoredRevision> leaves)
    {
        if (document.Revision is { } revision)
        {
            return leaves.FirstOrDefault(leaf => leaf.Revision == revision) ?? throw CouchError.Conflict();
        }

        return leaves.IsEmpty ? null : leaves[0].IsTombstone ? leaves[0] : throw CouchError.Conflict();
    }

    // In an edit every new file came with this edit, whatever the client believes.
    private static IncomingDocument Placed(IncomingDocument document) =>
        document with { Files = [.. document.Files.Select(file => file with { RevisionPosition = null })] };
}
