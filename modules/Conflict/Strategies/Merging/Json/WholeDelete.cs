using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Merging.Json;

/// <summary>One head, or both, deleted the document.</summary>
internal static class WholeDelete
{
    /// <summary>An edit outlives a delete that did not know of it, and a record says that somebody wanted it gone.</summary>
    public static (CanonicalJson Content, bool Deleted) Join(MergeBase? before, MergeScene scene)
    {
        var (earlier, later) = (scene.Earlier, scene.Later);
        if (earlier.Deleted && later.Deleted)
        {
            return (later.Content, true);
        }

        var (deleted, edited) = earlier.Deleted ? (earlier, later) : (later, earlier);
        if (before is { Deleted: true })
        {
            return (edited.Content, false); // it was deleted before, and one side brought it back
        }

        if (before is not null && edited.Content.Equals(before.Content) && SameFiles(edited, before))
        {
            return (deleted.Content, true);
        }

        var content = NodeText.Read(edited.Content, scene.Fuel);
        var was = before is null ? null : NodeText.Read(before.Content, scene.Fuel);
        var (first, second) = earlier.Deleted ? ((Node?)null, content) : (content, null);
        scene.Choices.Add(Place.Root(), ConflictRecordKinds.DeletedElsewhere, was, first, second, edited);
        return (edited.Content, false);
    }

    private static bool SameFiles(MergeHead head, MergeBase before) =>
        head.Attachments.Count == before.Attachments.Count && head.Attachments.All(file => file.Value == before.Attachments.GetValueOrDefault(file.Key));
}
