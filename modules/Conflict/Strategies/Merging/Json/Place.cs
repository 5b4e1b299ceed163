using System.Text;

namespace Aurix.Platform.Merging.Json;

/// <summary>A place in the merged document while it is being made.</summary>
/// <remarks>An element of an array gets its <see cref="Step"/> last, when the order of the array is known; so a place becomes a path only in the end.</remarks>
internal sealed class Place(Place? parent, string name)
{
    public static Place Root() => new(null, "");

    /// <summary>The member's name, or the index in the merged array.</summary>
    public string Step { get; set; } = name;

    public Place Member(string name) => new(this, name);

    /// <summary>An element by its key; who orders the array sets the index.</summary>
    public Place Element(string key) => new(this, "#" + key);

    /// <summary>The JSON pointer (RFC 6901) into the merged document.</summary>
    public string ToPointer() => Write(static place => place.Step);

    /// <summary>Names of members and keys of elements: the same place in every version, whatever the order of its arrays.</summary>
    public string ToLocation() => Write(static place => place.Name);

    private Place? Parent { get; } = parent;

    private string Name { get; } = name;

    private string Write(Func<Place, string> step)
    {
        var steps = new Stack<string>();
        for (var place = this; place.Parent is not null; place = place.Parent)
        {
            steps.Push(step(place));
        }

        return steps.Aggregate(new StringBuilder(), (text, next) =>
            text.Append('/').Append(next.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal))).ToString();
    }
}
