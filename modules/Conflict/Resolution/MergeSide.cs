using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict.Resolution;

/// <summary>One side of a merge: a head, or several that are folded already.</summary>
/// <param name="Head">As a strategy sees it.</param>
/// <param name="Causes">Which edits it contains.</param>
internal sealed record MergeSide(MergeHead Head, CausalSet Causes)
{
    public static MergeSide Of(Candidate head) =>
        new(new MergeHead(head.Revision, head.Body.Stamp, head.Body.Deleted, head.Body.Content, head.Body.Attachments), head.Body.Causes);

    /// <summary>Two joined: all edits of both, the later stamp (conflict.md CE-8), and for a name that of the later.</summary>
    public static MergeSide Joined(MergeSide earlier, MergeSide later, MergeOutcome.Merged outcome) => new(
        new MergeHead(later.Head.Revision, later.Head.Stamp, outcome.Deleted, outcome.Content, outcome.Attachments),
        earlier.Causes.Union(later.Causes));
}
