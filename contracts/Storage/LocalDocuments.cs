using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Reads a document that never replicates (<c>_local/…</c>): checkpoints. Null when there is none.</summary>
/// <param name="Database">The database.</param>
/// <param name="Id">The part after <c>_local/</c>.</param>
[RoutedTo(Roles.Storage)]
public sealed record GetLocalDocument(DatabaseName Database, string Id) : IRequest<LocalDocument?>;

/// <summary>Writes or removes a document that never replicates, durably.</summary>
/// <param name="Database">The database.</param>
/// <param name="Id">The part after <c>_local/</c>.</param>
/// <param name="Body">The JSON object without <c>_</c> members; null removes it.</param>
/// <param name="ExpectedVersion">The version that was read, null to create; a negative number overwrites whatever is there.</param>
[RoutedTo(Roles.Storage)]
public sealed record PutLocalDocument(DatabaseName Database, string Id, BodyBytes? Body, long? ExpectedVersion) : IRequest<LocalDocumentOutcome>;

/// <summary>A document that never replicates.</summary>
/// <param name="Version">Counted from 1; shown as <c>0-N</c>.</param>
/// <param name="Body">The JSON object.</param>
public sealed record LocalDocument(long Version, BodyBytes Body);

/// <summary>How a write ended.</summary>
/// <param name="Saved">False when <c>ExpectedVersion</c> was not what is there.</param>
/// <param name="Version">The version that is there now, 0 when there is none.</param>
public sealed record LocalDocumentOutcome(bool Saved, long Version);
