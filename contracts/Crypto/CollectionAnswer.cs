using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto;

/// <summary>What one device says to a proposal to delete chunks: which it needs, and whether the others may go.</summary>
/// <param name="Device">Who answers.</param>
/// <param name="Counter">Grows by one with each answer of this device.</param>
/// <param name="Proposal">Which proposal: what commits to its bytes, in hex.</param>
/// <param name="Agrees">Whether it has looked at everything that the proposal's writer knew, and waited as long as it has to.</param>
/// <param name="Kept">The candidates that it needs, ascending. They stay, whether or not it agrees to the rest.</param>
/// <param name="Entries">How many entries of each device's log it knew when it answered. Nobody deletes who knows less.</param>
public sealed record CollectionAnswer(
    DeviceId Device,
    long Counter,
    string Proposal,
    bool Agrees,
    ImmutableArray<BlobAddress> Kept,
    ImmutableSortedDictionary<DeviceId, long> Entries)
{
    /// <summary>The device and what it says.</summary>
    public override string ToString() => $"answer {Counter} of {Device}: {(Agrees ? "yes" : "not yet")}, keeps {Kept.Length}";
}
