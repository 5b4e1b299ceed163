namespace Aurix.Platform.Laws;

/// <summary>What every strategy promises (conflict.md §6).</summary>
public enum StrategyLaw
{
    /// <summary>The heads in any order, out of fresh objects, give the same.</summary>
    HeadsInAnyOrder,

    /// <summary>Neither thread nor culture matters, nor what was asked before.</summary>
    AnyThreadAndCulture,

    /// <summary>Heads that hold the same are joined to just that.</summary>
    EqualHeads,

    /// <summary>For a strategy that uses a base: a head that changed nothing since the base changes nothing.</summary>
    UnchangedHead,

    /// <summary>Every word and member that a head brought is in the result or in a record; a lossy strategy lists the heads of which something is not.</summary>
    NothingLost,

    /// <summary>A result is canonical, not much larger than what came in, and names no file and no version out of nowhere.</summary>
    SoundResult,

    /// <summary>With any fuel there is an answer that keeps the other laws, and never an exception.</summary>
    AnyFuel,
}
