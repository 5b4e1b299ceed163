using Aurix.Platform.Conflict;

namespace Strangers;

/// <summary>An honest way to settle anything: the later version stands, and a record holds them all.</summary>
internal static class LaterWins
{
    public static MergeOutcome.Merged Merge(MergeInput input, string kind)
    {
        var heads = input.Heads.OrderBy(head => head.Stamp).ToList();
        var later = heads[^1];
        var record = new ConflictRecord("", kind, input.Base?.Content, [.. heads.Select(head => new ConflictVariant(head.Revision, head.Stamp, head.Content))], later.Revision);
        return new(later.Content, later.Deleted, later.Attachments, [record], []);
    }
}
