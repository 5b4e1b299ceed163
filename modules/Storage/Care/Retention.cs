namespace Aurix.Platform.Storage.Care;

/// <summary>How long superseded bodies are kept (conflict.md §2.3).</summary>
internal sealed record Retention
{
    /// <summary>
    /// How old a superseded body grows, from when this device saw it superseded (<c>historyDays</c>). Default 30, 0 to 36500. Less, and devices
    /// that were away longer find no base to merge from and merge more coarsely; more costs disk.
    /// </summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many ancestors of a leaf are kept however old they are (<c>historyRevisions</c>). Default 8, 0 to 1000.</summary>
    public int Nearest { get; init; } = 8;

    /// <summary>How large the journal of a vault may grow, in bytes (<c>historyMegabytes</c>); beyond it the oldest go before their time. Null, the default (0), for any size.</summary>
    public long? Bytes { get; init; }

    /// <summary>How long a deleted document can be brought back (<c>trashDays</c>). Default 90, 0 to 36500.</summary>
    public TimeSpan Trash { get; init; } = TimeSpan.FromDays(90);

    /// <summary>What a relay keeps: nothing. Its clients keep their own.</summary>
    public static Retention None { get; } = new() { Age = TimeSpan.Zero, Nearest = 0, Trash = TimeSpan.Zero };
}
