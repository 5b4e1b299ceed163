using Aurix.Platform.Documents;
using Aurix.Platform.Tests.Torture;

namespace Aurix.Platform.Tests;

/// <summary>A document as its acknowledged edits made it.</summary>
internal sealed class ExpectedDocument(string database, string id)
{
    public string Database { get; } = database;

    public DocumentId Id { get; } = new(id);

    /// <summary>Every revision that was acknowledged, with its parent and what it says.</summary>
    public Dictionary<Revision, (Revision? Parent, Said Said)> Revisions { get; } = [];

    public HashSet<Revision> Leaves { get; } = [];

    /// <summary>Its place in the feed, where that was told.</summary>
    public long? Sequence { get; private set; }

    /// <summary>Whether a write of this round was about it.</summary>
    public bool IsTouched { get; set; }

    public bool IsDeleted => Revisions[Winner].Said.Deleted;

    /// <summary>CouchDB's rule: a live leaf before a tombstone, then the generation, then the hash. A delete in the vault is no tombstone.</summary>
    public Revision Winner => Leaves.OrderBy(leaf => !IsTombstone(leaf)).ThenBy(leaf => leaf).Last();

    public bool IsTombstone(Revision leaf) => Database == "relay" && Revisions[leaf].Said.Deleted;

    public void Add(Attempt attempt, Revision revision, long? sequence)
    {
        if (attempt.Parent is { } parent)
        {
            Leaves.Remove(parent);
        }

        Leaves.Add(revision);
        Revisions.Add(revision, (attempt.Parent, attempt.Said));
        Sequence = sequence;
        IsTouched = true;
    }
}
