using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Lists every revision of a vault document that the store knows, newest generation first; empty when there is no such document.</summary>
[RoutedTo(Roles.Storage)]
public sealed record ReadHistory(DocumentId Id) : IRequest<ImmutableArray<HistoryEntry>>;

/// <summary>One revision in a history.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="Parent">Its parent in the tree, null for a root or an unknown one.</param>
/// <param name="IsWinner">Whether the document shows it.</param>
/// <param name="IsLeaf">Whether nothing was built on it.</param>
/// <param name="Body">What it says, null when it is not stored.</param>
public sealed record HistoryEntry(Revision Revision, Revision? Parent, bool IsWinner, bool IsLeaf, DocumentBody? Body);
