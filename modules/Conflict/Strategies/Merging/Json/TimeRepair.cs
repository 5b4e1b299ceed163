using Aurix.Platform.Conflict;

namespace Aurix.Platform.Merging.Json;

/// <summary>One moved a segment's start and the other its end, and now it ends before it starts.</summary>
internal static class TimeRepair
{
    /// <summary>Lets such a segment end where it starts. One that either author left so is his own affair.</summary>
    public static ObjectNode Apply(ObjectNode joined, ObjectNode? o, ObjectNode? a, ObjectNode? b, Place place, Choices choices)
    {
        if (joined["start"] is not NumberNode start || joined["end"] is not NumberNode end || end.Value.CompareTo(start.Value) >= 0 || IsAsIn(a) || IsAsIn(b))
        {
            return joined;
        }

        choices.Add(place.Member("end"), ConflictRecordKinds.Replaced, o?["end"], a?["end"], b?["end"], chosen: null);
        return joined.With("end", start);

        bool IsAsIn(ObjectNode? author) => Node.Same(author?["start"], start) && Node.Same(author?["end"], end);
    }
}
