using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Saves an edit of a vault document: step 1 of the road. Answered only when the edit is durable.</summary>
/// <param name="Id">The document.</param>
/// <param name="Content">What it shall hold. Null keeps the parent's content: an edit of the attachments alone.</param>
/// <param name="Parent">The revision the editor saw, or null to create. An edit is attached to what its author saw and to nothing else.</param>
[RoutedTo(Roles.Storage)]
public sealed record PutDocument(DocumentId Id, CanonicalJson? Content, Revision? Parent) : IRequest<PutOutcome>
{
    /// <summary>The type; null keeps the parent's, or <see cref="DocumentType.Default"/> for a new document.</summary>
    public DocumentType? Type { get; init; }

    /// <summary>Files to add or replace, by name; their blobs were finished before (<see cref="FinishBlob"/>).</summary>
    public ImmutableDictionary<string, NewAttachment> Attach { get; init; } = ImmutableDictionary<string, NewAttachment>.Empty;

    /// <summary>Names of files to remove. A name that is not there is no error.</summary>
    public ImmutableArray<string> Detach { get; init; } = [];

    /// <summary>Other heads that the author saw and decided about: the edit contains them, so they are no conflict any more. Each has to be a revision of this document.</summary>
    public ImmutableArray<Revision> AlsoSaw { get; init; } = [];

    /// <summary>Ids of open conflict records that the author has dealt with; the others stay.</summary>
    public ImmutableArray<string> SettledRecords { get; init; } = [];

    /// <summary>
    /// Accepts a parent that somebody has edited since, as a branch that the next normalisation joins; and, without a parent, a document that is
    /// there already, beside which it stands as one that was made without knowing of it.
    /// </summary>
    public bool AllowBranch { get; init; }

    /// <summary>The address, never the content.</summary>
    public override string ToString() => $"{nameof(PutDocument)} {Id} on {Parent?.ToString() ?? "nothing"}";
}

/// <summary>A file for a document: a finished blob and what it is.</summary>
public sealed record NewAttachment(BlobReference Blob, string MediaType);

/// <summary>How an edit ended. All endings are ordinary.</summary>
public abstract record PutOutcome
{
    private PutOutcome()
    {
    }

    /// <summary>The revision is on disk and survives a crash.</summary>
    public sealed record Saved(Revision Revision, LocalSequence Sequence) : PutOutcome;

    /// <summary>The document moved on: the parent has been edited, or a document meant to be new exists. Nothing was written.</summary>
    /// <param name="Winner">What it shows now.</param>
    public sealed record Stale(Revision Winner) : PutOutcome;

    /// <summary>The parent, or another head that the author saw, is no revision of this document. Nothing was written.</summary>
    public sealed record UnknownParent : PutOutcome;

    /// <summary>The edit itself is wrong, one of a <see cref="PutDocuments"/>; a <see cref="PutDocument"/> throws instead.</summary>
    public sealed record Refused(InvalidDocumentException Reason) : PutOutcome;
}
