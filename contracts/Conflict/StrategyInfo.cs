namespace Aurix.Platform.Conflict;

/// <summary>What a strategy says of itself.</summary>
/// <param name="Id">Such as <c>aurix.lww</c>: what a policy rule names, and what a merge records.</param>
/// <param name="Version">Raised with any change that could change a result.</param>
/// <param name="Priority">Between two merges of the same edits by different strategies, the higher priority is shown.</param>
/// <param name="IsLossy">Whether results may leave content of a head out, listing it as discarded.</param>
/// <param name="NeedsBase">Whether a common ancestor makes its results better.</param>
/// <param name="Summary">One sentence for a list.</param>
public sealed record StrategyInfo(string Id, int Version, int Priority, bool IsLossy, bool NeedsBase, string Summary);
