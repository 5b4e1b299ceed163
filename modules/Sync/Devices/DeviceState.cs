using System.Collections.Immutable;

namespace Aurix.Platform.Sync.Devices;

/// <summary>Everything a device remembers of itself and the others between rounds. Written whole, in one transaction.</summary>
/// <param name="Vault">The vault; another one, and nothing of this counts.</param>
/// <param name="Client">The opt-in; after another one the server owes nothing it has not shown yet.</param>
/// <param name="Device">This device, as it calls itself.</param>
internal sealed record DeviceState(string Vault, string Client, string Device)
{
    /// <summary>How many entries of the own log are covered by <see cref="Chain"/>, and in pieces on the server; a head may be yet to tell of the last of them. What the shelf holds beyond waits.</summary>
    public long Entries { get; init; }

    /// <summary>The own log's chain after them.</summary>
    public string Chain { get; init; } = Crypto.LogChain.Start.ToString();

    /// <summary>The last publication that the server acknowledged.</summary>
    public Publication? Sent { get; init; }

    /// <summary>A publication that may or may not have arrived. It is sent again, the very same bytes, before there is another.</summary>
    public Publication? Unacknowledged { get; init; }

    /// <summary>The server owes us our last publication: it has shown or acknowledged it since this device opted in.</summary>
    public bool IsOwed { get; init; }

    /// <summary>The whole own log is to be written again, and a head whatever happened.</summary>
    public bool Republish { get; init; } = true;

    /// <summary>Every document is to be offered again.</summary>
    public bool StartOver { get; init; }

    /// <summary>The newest of every other device.</summary>
    public ImmutableSortedDictionary<string, Pin> Pins { get; init; } = ImmutableSortedDictionary<string, Pin>.Empty;

    /// <summary>Entries of others that are not accounted for yet.</summary>
    public ImmutableArray<OpenEntry> Open { get; init; } = [];

    /// <summary>By device, up to which counter its owner put up with its being withheld.</summary>
    public ImmutableSortedDictionary<string, long> Tolerated { get; init; } = ImmutableSortedDictionary<string, long>.Empty;
}

/// <summary>A head of this device, sealed.</summary>
/// <param name="Counter">Its counter.</param>
/// <param name="Envelope">The bytes that travel.</param>
/// <param name="Entries">n.</param>
/// <param name="Name">The name it tells.</param>
/// <param name="Retired">The retired devices it tells.</param>
/// <param name="Ring">The ring's generation it tells.</param>
/// <param name="Seen">The counters it tells.</param>
/// <param name="SeenEntries">How many entries each of the others had then.</param>
/// <param name="At">When.</param>
internal sealed record Publication(
    long Counter,
    string Envelope,
    long Entries,
    string Name,
    ImmutableArray<string> Retired,
    int Ring,
    ImmutableSortedDictionary<string, long> Seen,
    ImmutableSortedDictionary<string, long> SeenEntries,
    DateTimeOffset At)
{
    /// <summary>H. Null in one that an earlier version wrote: then the state's, which moved with the head.</summary>
    public string? Chain { get; init; }
}

/// <summary>What is known of another device: the server never shows less.</summary>
/// <param name="Counter">ctr.</param>
/// <param name="Entries">n.</param>
/// <param name="Chain">H.</param>
/// <param name="Seal">Commits to the head's bytes.</param>
/// <param name="Name">Its name.</param>
/// <param name="Retired">Whom it says to be retired.</param>
/// <param name="Seen">What it says it has seen.</param>
/// <param name="Heard">When this device saw this head, by its own clock.</param>
internal sealed record Pin(
    long Counter,
    long Entries,
    string Chain,
    string Seal,
    string Name,
    ImmutableArray<string> Retired,
    ImmutableSortedDictionary<string, long> Seen,
    DateTimeOffset Heard)
{
    /// <summary>Since when it writes without having seen our counter <see cref="BehindOf"/>; null while it keeps up.</summary>
    public DateTimeOffset? BehindSince { get; init; }

    /// <summary>The counter of ours that it had not seen then.</summary>
    public long BehindOf { get; init; }
}

/// <summary>An entry of another device's log whose revision is not here.</summary>
/// <param name="Device">Who vouches for it.</param>
/// <param name="Entry">The entry, base64url.</param>
/// <param name="Since">When it was first missed.</param>
/// <param name="Rounds">In how many rounds it was missed.</param>
internal sealed record OpenEntry(string Device, string Entry, DateTimeOffset Since, int Rounds);
