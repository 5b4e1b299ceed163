using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Accounts;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Revisions that were made elsewhere: taken as they are, never in conflict with anything (<c>new_edits:false</c>).</summary>
internal sealed class DocumentGrafts(IMediator mediator, DocumentStore store, FileResolver files, Passwords passwords)
{
    /// <summary>How far down its path a stub is looked for. A client that keeps a file over more unsent edits than this sends it again.</summary>
    private const int StubSearch = 200;

    /// <summary>Adds a batch; the answer holds only what was refused.</summary>
    public async Task<List<Refusal>> GraftAsync(
        Relay relay, IReadOnlyList<IncomingDocument> documents, FollowingParts? parts, CancellationToken cancellationToken)
    {
        var database = relay.Existing.Database;
        if (database == AccountStore.Users && !relay.MayAdminister)
        {
            throw CouchError.Forbidden("Accounts are edited, not replicated, by their users.");
        }

        var refused = new List<Refusal>();
        var grafts = ImmutableArray.CreateBuilder<Graft>(documents.Count);
        foreach (var document in documents)
        {
            try
            {
                grafts.Add(await PrepareAsync(database, document, grafts, parts, cancellationToken));
            }
            catch (CouchError error) when (error.Status is 403 or 412)
            {
                // One document's trouble. What is wrong with the request as a whole (400, 413) ends the request.
                refused.Add(new Refusal(document.Id!, document.Ancestry?.Tip, error));
            }
        }

        if (grafts.Count > 0)
        {
            await mediator.Send(new GraftRevisions(database, grafts.ToImmutable()), CancellationToken.None);
        }

        return refused;
    }

    private async Task<Graft> PrepareAsync(
        DatabaseName database, IncomingDocument document, IEnumerable<Graft> before, FollowingParts? parts, CancellationToken cancellationToken)
    {
        if (database == AccountStore.Users)
        {
            document = await UserDocuments.PrepareAsync(document, passwords, cancellationToken);
        }

        var path = document.Ancestry ?? throw CouchError.BadRequest("new_edits:false needs a _rev or _revisions in each document");
        if (document.Revision is { } named && named != path.Tip)
        {
            throw CouchError.BadRequest("_rev and _revisions do not agree");
        }

        ImmutableArray<StoredFile> stored = [];
        if (!document.Files.IsEmpty)
        {
            var known = document.Files.Any(file => file is IncomingFile.Stub)
                ? await KnownFilesAsync(database, document.DocumentId, path, before, cancellationToken)
                : [];
            stored = await files.ResolveAsync(database, document, path.Start, known, parts, cancellationToken);
        }

        return new Graft(document.DocumentId, RemoteId: null, path, document.IsTombstone, document.Body, stored);
    }

    // Oldest first, so that the newest revision that has a file of a name is the one that stays.
    private async Task<Dictionary<string, StoredFile>> KnownFilesAsync(
        DatabaseName database, DocumentId id, RevisionPath path, IEnumerable<Graft> before, CancellationToken cancellationToken)
    {
        var ancestors = path.Revisions().Take(StubSearch).ToList();
        var found = await store.ReadAsync(database, ancestors.Select(revision => new WantedRevision(id, revision)), pathLimit: 1, cancellationToken);
        var inBatch = before.Where(graft => graft.Id == id).ToDictionary(graft => graft.Path.Tip, graft => graft.Files);
        var known = new Dictionary<string, StoredFile>(StringComparer.Ordinal);
        foreach (var revision in Enumerable.Reverse(ancestors))
        {
            var files = found.TryGetValue((id, revision), out var stored) ? stored.Files : inBatch.GetValueOrDefault(revision, []);
            foreach (var file in files)
            {
                known[file.Name] = file;
            }
        }

        return known;
    }

    /// <summary>A document that was not taken.</summary>
    internal sealed record Refusal(string Id, Revision? Revision, CouchError Error);
}
