using System.Collections.Immutable;
using Aurix.Platform.Documents;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>A doorbell: something in a database changed, and is durable. The truth is read from <see cref="ReadChanges"/>; a lost bell costs time, never data.</summary>
/// <param name="Database">Where.</param>
/// <param name="Sequence">The newest sequence.</param>
public sealed record DocumentsChanged(DatabaseName Database, LocalSequence Sequence) : INotification;

/// <summary>A doorbell: documents now have several heads. The truth is read from <see cref="ListUnnormalised"/>.</summary>
/// <param name="Ids">The documents, as far as the ringer knows.</param>
public sealed record ConflictsFound(ImmutableArray<DocumentId> Ids) : INotification;
