using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Conflict;

/// <summary>Explains what met in a document and how it was settled: the last merge, or the open conflict.</summary>
[RoutedTo(Roles.Conflict)]
public sealed record ExplainConflict(DocumentId Id) : IRequest<ConflictExplanation?>;

/// <summary>A conflict from all sides. Null bodies were not kept here.</summary>
/// <param name="Id">The document.</param>
/// <param name="Type">Its type.</param>
/// <param name="Shown">The revision that the document shows.</param>
/// <param name="Merge">The merge that is explained, null for an open conflict.</param>
/// <param name="Provenance">By which rule it was made, null for an open conflict.</param>
/// <param name="Reason">For an open conflict, why it waits.</param>
/// <param name="Base">What the versions grew from.</param>
/// <param name="Versions">What met, ascending by stamp.</param>
/// <param name="Result">What the merge made of it.</param>
/// <param name="Records">Choices that are still open in what the document shows.</param>
public sealed record ConflictExplanation(
    DocumentId Id,
    DocumentType Type,
    Revision Shown,
    Revision? Merge,
    MergeProvenance? Provenance,
    string? Reason,
    ExplainedVersion? Base,
    ImmutableArray<ExplainedVersion> Versions,
    ExplainedVersion? Result,
    ImmutableArray<ConflictRecord> Records);

/// <summary>One version in an explanation.</summary>
/// <param name="Revision">Which.</param>
/// <param name="Stamp">When it was edited, and by which actor; null when this device does not have it.</param>
/// <param name="Body">What it says, null when this device does not have it.</param>
public sealed record ExplainedVersion(Revision Revision, HybridTimestamp? Stamp, DocumentBody? Body);

/// <summary>Takes a merge back as far as one version goes: the document shows that version again, as an ordinary new revision.</summary>
/// <param name="Id">The document.</param>
/// <param name="Version">The version to show; null for the one edited last among those that the merge does not show.</param>
/// <exception cref="Errors.UsageException">
/// <c>NothingToUndo</c>: there was no merge; <c>EditedSince</c>: somebody built on it, and no version was named; <c>VersionMissing</c>: nothing of
/// that name met in the last merge, or it is not kept here. Nothing was written.
/// </exception>
[RoutedTo(Roles.Conflict)]
public sealed record UndoMerge(DocumentId Id, Revision? Version) : IRequest<Revision>;

/// <summary>Settles what waits for a person: an open conflict by one of its versions, an open record by one of its variants.</summary>
/// <param name="Id">The document.</param>
/// <param name="Version">The version, or for a record whose variant shall stand; null dismisses the record and keeps what stands.</param>
/// <param name="Record">The record's id, null for the conflict as a whole.</param>
/// <exception cref="Errors.UsageException">There is no such record or version, or the place that the record names has been edited since.</exception>
[RoutedTo(Roles.Conflict)]
public sealed record AnswerConflict(DocumentId Id, Revision? Version, string? Record) : IRequest<Revision>;

/// <summary>Replays recent conflicts through a strategy without writing anything.</summary>
/// <param name="Strategy">A loaded strategy.</param>
/// <param name="Options">Its options; null takes those of the rule that fits each document.</param>
/// <param name="Limit">How many conflicts at most, 1 to 1000; the latest first.</param>
[RoutedTo(Roles.Conflict, IsLong = true)]
public sealed record DryRunStrategy(string Strategy, CanonicalJson? Options, int Limit) : IRequest<ImmutableArray<DryRunResult>>;

/// <summary>What a strategy would have made of one conflict.</summary>
/// <param name="Id">The document.</param>
/// <param name="Type">Its type.</param>
/// <param name="Merge">The merge that was made.</param>
/// <param name="MadeBy">Who made it, as <c>aurix.lww@1</c>.</param>
/// <param name="Difference">What would differ.</param>
/// <param name="Was">What the merge made, null unless the contents differ.</param>
/// <param name="Would">What the strategy makes, null unless the contents differ.</param>
/// <param name="Records">How many choices the strategy would leave to the owner.</param>
/// <param name="Note">Why it would decline or ask, null otherwise.</param>
public sealed record DryRunResult(
    DocumentId Id,
    DocumentType Type,
    Revision Merge,
    string MadeBy,
    DryRunDifference Difference,
    CanonicalJson? Was,
    CanonicalJson? Would,
    int Records,
    string? Note);

/// <summary>How a replayed conflict compares with what was made of it.</summary>
public enum DryRunDifference
{
    /// <summary>The document would hold the same.</summary>
    Same,

    /// <summary>The document would hold something else.</summary>
    Content,

    /// <summary>The strategy would have made no merge.</summary>
    NoMerge,

    /// <summary>The versions that met are no longer kept here.</summary>
    NotKept,
}
