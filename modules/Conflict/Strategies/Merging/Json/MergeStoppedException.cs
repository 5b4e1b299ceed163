namespace Aurix.Platform.Merging.Json;

/// <summary>The merge cannot go on; its message is the reason that the strategy declines with. Never leaves <see cref="JsonMerge"/>.</summary>
internal sealed class MergeStoppedException(string reason) : Exception(reason)
{
    public static MergeStoppedException OutOfFuel() => new("The versions are too large or too different to be joined field by field.");
}
