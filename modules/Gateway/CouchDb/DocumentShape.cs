using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>How much of a document an answer tells.</summary>
internal sealed record DocumentShape
{
    /// <summary><c>_revisions</c>.</summary>
    public bool Path { get; init; }

    /// <summary>Attachments with their bytes.</summary>
    public bool Files { get; init; }

    /// <summary>Only attachments newer than the newest of these: the client has the rest.</summary>
    public ImmutableArray<Revision> FilesSince { get; init; } = [];

    /// <summary>How many ancestors have to be read for this.</summary>
    public int PathLimit => Path || !FilesSince.IsEmpty ? DocumentStore.WholePath : 1;

    public static DocumentShape Of(Query query)
    {
        var since = query.Revisions("atts_since");
        return new DocumentShape { Path = query.Flag("revs"), Files = query.Flag("attachments") || !since.IsEmpty, FilesSince = since };
    }

    /// <summary>Whether this attachment goes with its bytes.</summary>
    public bool Includes(StoredRevision revision, StoredFile file)
    {
        if (!Files)
        {
            return false;
        }

        // Only what is an ancestor proves that the client has its files.
        var had = revision.Path.Revisions().Where(ancestor => FilesSince.Contains(ancestor)).Select(ancestor => ancestor.Generation).DefaultIfEmpty(0).Max();
        return file.RevisionPosition > had;
    }
}
