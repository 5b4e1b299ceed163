using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests;

/// <summary>Heads for tests of merges.</summary>
public static class Heads
{
    /// <summary>A head without files that was edited at that time by that actor.</summary>
    public static MergeHead At(int number, string content) => new(
        new Revision(2, new RevisionHash((UInt128)number)),
        new HybridTimestamp(number, 0, new ActorId((ulong)number)),
        Deleted: false,
        CanonicalJson.Parse(content),
        DocumentBody.NoAttachments);
}
