using System.Collections.Immutable;

namespace Aurix.Platform.Sync.Collection;

/// <summary>What this device remembers of the collecting that is under way.</summary>
/// <param name="Vault">The vault; another one, and nothing of this counts.</param>
/// <param name="Device">Who this device was then; as another one it looks at everything anew.</param>
internal sealed record CollectionState(string Vault, string Device)
{
    /// <summary>The counter of the newest proposal that it saw. An older one is no news.</summary>
    public long Counter { get; init; }

    /// <summary>What commits to that proposal.</summary>
    public string Seal { get; init; } = "";

    /// <summary>Whether it names chunks; without any, the collecting is over.</summary>
    public bool IsOpen { get; init; }

    /// <summary>When this device saw it first, by its own clock: nobody else's can shorten the wait.</summary>
    public DateTimeOffset FirstSeen { get; init; }

    /// <summary>How many entries of each device's log its writer knew.</summary>
    public ImmutableSortedDictionary<string, long> Entries { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Up to which local change the leaves were looked at.</summary>
    public long LookedTo { get; init; }

    /// <summary>Whether the chunks of every file that was met are known. If not, everything is looked at again in a day.</summary>
    public bool IsSure { get; init; } = true;

    /// <summary>Candidates that this device needs, or needed once since it saw the proposal. Only grows.</summary>
    public ImmutableHashSet<string> Kept { get; init; } = [];

    /// <summary>Files that were named again after this device had agreed: they are looked after until the collecting is over.</summary>
    public ImmutableHashSet<string> Late { get; init; } = [];

    /// <summary>Whether the last answer that arrived agreed.</summary>
    public bool Agreed { get; init; }

    /// <summary>How many chunks it kept.</summary>
    public int SaidKept { get; init; }

    /// <summary>How many answers were written.</summary>
    public long Answers { get; init; }

    /// <summary>When the server was last asked for the proposal, whatever the feed said.</summary>
    public DateTimeOffset Asked { get; init; }
}
