using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>What replication needs of a server: the seam behind which another client library could stand (ADR 0002).</summary>
/// <remarks>Nothing that comes out of here is trusted; it is what a server said.</remarks>
internal interface IRemoteDatabase
{
    /// <summary>How many bytes of envelopes a write had best hold now.</summary>
    int BestWrite { get; }

    /// <summary>A random-enough text made with the database, so that a recreated one is noticed.</summary>
    Task<string> ReadInstanceAsync(CancellationToken cancellationToken);

    /// <summary>The change feed after an opaque place; null for the start.</summary>
    Task<RemoteChanges> ReadChangesAsync(string? since, int limit, CancellationToken cancellationToken);

    /// <summary>Which of the offered revisions the server lacks.</summary>
    Task<IReadOnlyDictionary<string, RemoteLack>> FindMissingAsync(IReadOnlyList<RevisionOffer> offers, CancellationToken cancellationToken);

    /// <summary>Fetches revisions, or later ones that grew out of them. What the server does not have any more is left out.</summary>
    Task<ImmutableArray<RemoteRevision>> FetchAsync(IReadOnlyList<(string Id, Revision Revision)> wanted, CancellationToken cancellationToken);

    /// <summary>Writes revisions that were made elsewhere. Answers the ones that the server refused.</summary>
    Task<ImmutableArray<WriteFailure>> WriteAsync(IReadOnlyList<SealedRevision> revisions, CancellationToken cancellationToken);

    /// <summary>Reads a document of our own making by ordinary rules: the vault document, a checkpoint. Null when there is none.</summary>
    Task<JsonObject?> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>Reads documents of our own making between two ids, both included.</summary>
    Task<ImmutableArray<JsonObject>> ReadRangeAsync(string from, string to, CancellationToken cancellationToken);

    /// <summary>Reads documents of our own making by id. What the server does not have is left out.</summary>
    Task<ImmutableArray<JsonObject>> ReadManyAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Writes such a document. Answers its new version, null when somebody else was faster.</summary>
    Task<string?> PutAsync(string id, JsonObject document, CancellationToken cancellationToken);
}

/// <summary>A piece of a server's change feed.</summary>
internal sealed record RemoteChanges(ImmutableArray<RemoteChange> Rows, string LastSequence, bool CaughtUp)
{
    /// <summary>How many rows the server says come after; null when it does not say.</summary>
    public long? Pending { get; init; }
}

/// <summary>One row: a document and its leaves, exactly as the server spelled them.</summary>
/// <param name="Id">The document.</param>
/// <param name="Revisions">Its leaves.</param>
internal sealed record RemoteChange(string Id, ImmutableArray<string> Revisions)
{
    /// <summary>Whether the server counts the document as deleted.</summary>
    public bool IsDeleted { get; init; }
}

/// <summary>What a server lacks of an offer.</summary>
/// <param name="Missing">The revisions, as they were offered.</param>
/// <param name="Ancestor">The generation of the newest leaf that it has and that may be one of their ancestors; 0 for none. A hint, not a proof.</param>
internal sealed record RemoteLack(ImmutableHashSet<string> Missing, int Ancestor);

/// <summary>A revision as the server sent it. Every part may be a lie.</summary>
internal sealed record RemoteRevision(string Id, string Revision, bool IsTombstone, string? Envelope, int Start, ImmutableArray<string> Ancestry);

/// <summary>An envelope on its way out.</summary>
internal sealed record SealedRevision(string Id, RevisionPath Path, bool IsTombstone, string Envelope);

/// <summary>A revision that the server would not take.</summary>
internal sealed record WriteFailure(string Id, string Revision, string Error, string Reason);
