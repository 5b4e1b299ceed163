using System.Collections.Immutable;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Explaining;

/// <summary>Makes a document show what a version of it says, by an ordinary edit on what it shows now.</summary>
internal sealed class VersionWriter(IMediator mediator)
{
    /// <param name="id">The document.</param>
    /// <param name="version">What it shall show.</param>
    /// <param name="head">What it shows now.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    public async Task<Revision> ShowAsync(DocumentId id, DocumentBody version, Candidate head, CancellationToken cancellationToken)
    {
        if (version.Deleted)
        {
            return Saved(id, await mediator.Send(new DeleteDocument(id, head.Revision), cancellationToken));
        }

        // A file that the head has too is there, whether or not its bytes are; only others have to be named anew.
        var files = version.Attachments.Where(file => !head.Body.Attachments.TryGetValue(file.Key, out var there) || there.Blob != file.Value.Blob);
        var put = new PutDocument(id, version.Content, head.Revision)
        {
            Type = version.Type,
            Attach = files.ToImmutableDictionary(file => file.Key, file => new NewAttachment(file.Value.Blob, file.Value.MediaType)),
            Detach = [.. head.Body.Attachments.Keys.Except(version.Attachments.Keys)],
            SettledRecords = [.. head.Body.OpenRecords.Select(ConflictRecordCodec.IdOf)],
        };
        return Saved(id, await mediator.Send(put, cancellationToken));
    }

    /// <summary>The revision, when the edit was saved.</summary>
    /// <exception cref="UsageException"><c>EditedSince</c>.</exception>
    public static Revision Saved(DocumentId id, PutOutcome outcome) => outcome is PutOutcome.Saved saved
        ? saved.Revision
        : throw new UsageException("EditedSince", $"{id} was edited at the same moment; nothing was written.", $"Look at it with 'aurix conflicts show {id}' and try again.");
}
