using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict.Resolution;

/// <summary>What two versions grew from, as far as this device can tell.</summary>
/// <param name="Base">What a strategy is given; null when nothing is shared, or nothing of it is stored.</param>
/// <param name="Quality">How well it is known.</param>
internal sealed record FoundBase(MergeBase? Base, BaseQuality Quality)
{
    /// <summary>Two that share no edit grew from nothing, and that is certain.</summary>
    public static readonly FoundBase NothingShared = new(null, BaseQuality.Exact);

    /// <summary>They share edits, and no body of those is here.</summary>
    public static readonly FoundBase NothingStored = new(null, BaseQuality.Synthetic);
}
