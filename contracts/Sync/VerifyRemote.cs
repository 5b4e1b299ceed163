using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Audits the server: is everything there ours and sealed, and is everything of ours there? Nothing of what is read is taken in.</summary>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>: there is no server to audit.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record VerifyRemote : IRequest<RemoteVerification>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }

    /// <summary>Download and open every chunk of every file, instead of asking whether it is there.</summary>
    public bool Files { get; init; }

    /// <summary>Send again what the server lacks and this device has.</summary>
    public bool Heal { get; init; }
}

/// <summary>What an audit found.</summary>
/// <param name="Documents">Documents on the server that were looked at.</param>
/// <param name="Leaves">Leaves of them that open.</param>
/// <param name="Files">Files that these name.</param>
/// <param name="Chunks">Chunks of these files.</param>
/// <param name="Healed">Things that were sent again.</param>
/// <param name="FindingCount">How many findings there are.</param>
/// <param name="Findings">The first thousand of them.</param>
public sealed record RemoteVerification(long Documents, long Leaves, long Files, long Chunks, int Healed, long FindingCount, ImmutableArray<RemoteFinding> Findings);

/// <summary>Something that is not as it has to be.</summary>
/// <param name="Code">What, such as <c>ForgedDelete</c>, <c>LeafMissing</c> or <c>ChunkMissing</c>.</param>
/// <param name="RemoteId">The document or chunk, by its name on the server.</param>
/// <param name="Revision">The revision, empty where there is none.</param>
/// <param name="Document">The document of this device that it is about; null when none is known.</param>
/// <param name="Detail">One sentence for a person, without content.</param>
public sealed record RemoteFinding(string Code, string RemoteId, string Revision, DocumentId? Document, string Detail);
