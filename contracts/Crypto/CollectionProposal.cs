using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto;

/// <summary>What one device proposes to delete from the chunks' database (crypto.md §4.5). A vault has one at a time.</summary>
/// <param name="Counter">Grows by one with each proposal of the vault.</param>
/// <param name="Device">Who proposes.</param>
/// <param name="Candidates">The chunks, ascending; none when the collection is over.</param>
/// <param name="Entries">How many entries of each device's log it knew when it looked. Nobody agrees who knows less.</param>
/// <param name="Written">When, by its own clock, in whole milliseconds. Nothing is decided on it.</param>
public sealed record CollectionProposal(
    long Counter,
    DeviceId Device,
    ImmutableArray<BlobAddress> Candidates,
    ImmutableSortedDictionary<DeviceId, long> Entries,
    DateTimeOffset Written)
{
    /// <summary>The most chunks of one proposal: 8 GiB. More makes a document that some servers refuse, fewer makes a large collection take more months.</summary>
    public const int MaxCandidates = 8192;

    /// <summary>The counter and the number of chunks.</summary>
    public override string ToString() => $"proposal {Counter} of {Device}: {Candidates.Length} chunks";
}
