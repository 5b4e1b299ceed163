using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>What has to be kept in mind of a document while its revisions come by: names, never bodies.</summary>
internal sealed class ArchivedTree(DocumentId id)
{
    private readonly Dictionary<Revision, Revision?> _namesAlone = [];
    private readonly Dictionary<Revision, Revision> _renamed = [];

    public DocumentId Id { get; } = id;

    /// <summary>A revision of which only the name goes on, and what the archive says it was built on.</summary>
    public void AddName(ArchivedRevision revision) => _namesAlone[revision.Revision] = revision.Parent;

    public void Rename(Revision archived, Revision renamed) => _renamed[archived] = renamed;

    /// <summary>What a revision is called here. One without a body cannot be minted and keeps the name that the archive has for it.</summary>
    public Revision Renamed(Revision archived) => _renamed.GetValueOrDefault(archived, archived);

    /// <summary>The revision and its ancestors up to the first whose body came by: from there on the tree knows better.</summary>
    public RevisionPath PathOf(Revision minted, ArchivedRevision archived)
    {
        List<RevisionHash> hashes = [minted.Hash];
        for (var above = archived.Parent; above is { } ancestor; above = _namesAlone.GetValueOrDefault(ancestor))
        {
            hashes.Add(Renamed(ancestor).Hash);
        }

        return new RevisionPath(minted.Generation, [.. hashes]);
    }
}
