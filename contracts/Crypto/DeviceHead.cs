using System.Collections.Immutable;

namespace Aurix.Platform.Crypto;

/// <summary>What a device last said of itself and of the others (crypto.md §5.1).</summary>
/// <param name="Device">Who.</param>
/// <param name="Counter">Grows by exactly one with each publication.</param>
/// <param name="Entries">How many entries its log has.</param>
/// <param name="Chain">Where the log's hash chain stands after them.</param>
/// <param name="Seen">The counter of every other device that it saw before it wrote this.</param>
/// <param name="Ring">The key ring's generation that it holds.</param>
/// <param name="Written">When, by its own clock, in whole milliseconds. Nothing is decided on it.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Retired">Devices that its owner said will not come back.</param>
public sealed record DeviceHead(
    DeviceId Device,
    long Counter,
    long Entries,
    LogChain Chain,
    ImmutableSortedDictionary<DeviceId, long> Seen,
    int Ring,
    DateTimeOffset Written,
    string Name,
    ImmutableArray<DeviceId> Retired)
{
    /// <summary>The longest name, in UTF-16 code units. Longer ones would tell the server something by a head's size.</summary>
    public const int MaxName = 40;

    /// <summary>The device and its counter: the name is the owner's business.</summary>
    public override string ToString() => $"head {Counter} of {Device}";
}
