using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Works out what the server can see about the vault, from what it stores and from nothing else.</summary>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>: no server sees anything.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record ReportLeaks : IRequest<LeakReport>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>What the server can see.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="User">The account's name.</param>
/// <param name="Databases">The names of the databases.</param>
/// <param name="Documents">What the documents tell.</param>
/// <param name="Chunks">What the chunks of files tell.</param>
/// <param name="Vault">What the vault document tells; null when there is none that can be read.</param>
/// <param name="Logs">Segments of device logs.</param>
/// <param name="Heads">Heads of device logs: as many devices.</param>
/// <param name="Checkpoints">This device's checkpoints by name; each device has its own.</param>
/// <param name="Strangers">Documents that no device of this vault wrote; the first hundred by name.</param>
/// <param name="StrangerCount">How many of them there are.</param>
/// <param name="ByWatching">What it can infer while it serves requests, and does not need to store.</param>
public sealed record LeakReport(
    string Address,
    string User,
    ImmutableArray<string> Databases,
    LeakedDocuments Documents,
    LeakedChunks Chunks,
    LeakedVault? Vault,
    long Logs,
    long Heads,
    ImmutableArray<string> Checkpoints,
    ImmutableArray<string> Strangers,
    long StrangerCount,
    ImmutableArray<string> ByWatching);

/// <summary>What the documents tell.</summary>
/// <param name="Count">All documents.</param>
/// <param name="Deleted">Those whose leaves all carry the deletion flag.</param>
/// <param name="Branched">Those with more than one leaf: conflicts, open or settled.</param>
/// <param name="Leaves">All leaves.</param>
/// <param name="Edits">How many documents have been written how often.</param>
/// <param name="Sizes">How many envelopes have how many bytes.</param>
/// <param name="Epochs">How many envelopes name which epoch.</param>
public sealed record LeakedDocuments(
    long Count, long Deleted, long Branched, long Leaves, ImmutableArray<LeakedCount> Edits, ImmutableArray<LeakedCount> Sizes, ImmutableArray<LeakedCount> Epochs);

/// <summary>What the chunks tell.</summary>
/// <param name="Count">Chunks and manifests, which look alike but for their sizes.</param>
/// <param name="Bytes">All bytes.</param>
/// <param name="Sizes">How many have how many bytes.</param>
public sealed record LeakedChunks(long Count, long Bytes, ImmutableArray<LeakedCount> Sizes);

/// <summary>A value and how often it was met.</summary>
/// <param name="Value">The value; null for all that were too many to be told apart.</param>
/// <param name="Count">How often.</param>
public sealed record LeakedCount(long? Value, long Count);

/// <summary>What the vault document tells.</summary>
/// <param name="Mode">0 for a password alone, 1 with a secret key.</param>
/// <param name="PasswordSlots">The generation of each password slot.</param>
/// <param name="RecoverySlot">The generation of the recovery slot.</param>
/// <param name="Ring">The generation of the key ring.</param>
/// <param name="RingBytes">Its size, which tells about how many epochs there were.</param>
public sealed record LeakedVault(long Mode, ImmutableArray<long> PasswordSlots, long RecoverySlot, long Ring, long RingBytes);
