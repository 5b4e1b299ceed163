using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Drops superseded bodies that retention no longer keeps, and what only they needed. What a document shows, its losers and its tree's names stay.</summary>
/// <remarks>
/// In the vault a body goes when it is older than the configured age and none of the nearest ancestors of a leaf, or when the journal is over its
/// configured size; never of a document that no server has yet (<see cref="NoteSynced"/>) or that is not resolved. A deleted document's bodies go
/// after the trash's own time. In a relay every superseded body goes, as in CouchDB.
/// </remarks>
/// <param name="Database">The database.</param>
[RoutedTo(Roles.Storage, IsLong = true)]
public sealed record CompactDatabase(DatabaseName Database) : IRequest<CompactionReport>
{
    /// <summary>Only tell what would go.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What a compaction did.</summary>
/// <param name="Dropped">How many superseded bodies went.</param>
/// <param name="DroppedBytes">How large they were.</param>
/// <param name="Kept">How many superseded bodies stay.</param>
/// <param name="KeptBytes">How large they are.</param>
public sealed record CompactionReport(long Dropped, long DroppedBytes, long Kept, long KeptBytes);

/// <summary>Says how far the vault's feed has reached a server, durably. Until then compaction leaves the documents behind that place alone.</summary>
/// <param name="Remote">The server database, by the name that sync gives it.</param>
/// <param name="Through">Everything up to here is there.</param>
[RoutedTo(Roles.Storage)]
public sealed record NoteSynced(string Remote, LocalSequence Through) : IRequest<bool>;

/// <summary>Forgets how far a server has come: nothing is kept for it any more. False when that was not known.</summary>
[RoutedTo(Roles.Storage)]
public sealed record ForgetSynced : IRequest<bool>
{
    /// <summary>The server database, as <see cref="NoteSynced"/> named it; null for all.</summary>
    public string? Remote { get; init; }
}
