using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict.Heads;

/// <summary>Which of several revisions with the same edits is shown (conflict.md §1.5): how they were joined decides, then generation and hash.</summary>
/// <remarks>
/// A total order over what the revisions say, so that devices that hold the same ones show the same one without a further merge,
/// whatever strategies and versions made them. That is why convergence never depends on a strategy being deterministic (CE-3).
/// </remarks>
internal sealed class HeadRank : IComparer<Candidate>
{
    public static readonly HeadRank Ascending = new();

    public int Compare(Candidate? x, Candidate? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var byMerge = Compare(x.Body.Merge, y.Body.Merge);
        return byMerge != 0 ? byMerge : x.Revision.CompareTo(y.Revision);
    }

    /// <summary>Whether one merge of the same edits is shown before another for how it was made, whatever their revisions are.</summary>
    public static bool Outranks(MergeProvenance better, MergeProvenance worse) => Compare(better, worse) > 0;

    private static int Compare(MergeProvenance? x, MergeProvenance? y)
    {
        // What a person wrote, or what brings it back, outranks whatever machines made of the same edits.
        if (x is null || y is null)
        {
            return (x is null).CompareTo(y is null);
        }

        var result = x.Base.CompareTo(y.Base);
        result = result != 0 ? result : y.Provisional.CompareTo(x.Provisional);
        result = result != 0 ? result : Nullable.Compare(x.PolicyStamp, y.PolicyStamp);
        result = result != 0 ? result : x.Priority.CompareTo(y.Priority);
        return result != 0 ? result : x.Version.CompareTo(y.Version);
    }
}
