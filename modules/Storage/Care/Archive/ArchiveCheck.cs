using System.Text;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>The first pass: every byte is hashed and every line looked at before anything is touched. Constant memory, however long the list of sums.</summary>
internal static class ArchiveCheck
{
    private const int BufferSize = 1024 * 1024;

    /// <exception cref="Errors.StoreException"><c>ArchiveDamaged</c>.</exception>
    public static void Run(ArchiveFile archive, CancellationToken cancellationToken)
    {
        CheckSums(archive, cancellationToken);
        CheckDocuments(archive, cancellationToken);
        foreach (var _ in archive.Files())
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // The sums stand in the order of the entries, so both are read side by side.
    private static void CheckSums(ArchiveFile archive, CancellationToken cancellationToken)
    {
        using var sums = Lines.Of(archive.Open(archive.Sums), ArchiveFormat.Sums, ArchiveFormat.LongestFileLine).GetEnumerator();
        var buffer = new byte[BufferSize];
        foreach (var (_, entry) in archive.Entries().Where(entry => entry.Part is not ArchivePart.Sums))
        {
            using var content = archive.Open(entry);
            using var hashed = new HashedStream(content);
            while (hashed.Read(buffer) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (!sums.MoveNext() || !sums.Current.Span.SequenceEqual(Encoding.UTF8.GetBytes(hashed.Sum(entry.Name))))
            {
                throw ArchiveErrors.Damaged(entry.Name, "does not have the checksum that the archive gives for it");
            }
        }

        if (sums.MoveNext())
        {
            throw ArchiveErrors.Damaged(ArchiveFormat.Sums, "names an entry that is not there");
        }
    }

    private static void CheckDocuments(ArchiveFile archive, CancellationToken cancellationToken)
    {
        var (documents, revisions) = (0L, 0L);
        (byte[] Id, Revision Revision) last = ([], default);
        foreach (var line in archive.Documents())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var id = Encoding.UTF8.GetBytes(line.Id.Value);
            var order = id.AsSpan().SequenceCompareTo(last.Id);
            (documents, revisions) = order == 0 ? (documents, revisions) : (documents + 1, 0);
            var before = order == 0 ? last.Revision : default;
            foreach (var revision in line.Revisions)
            {
                if (order < 0 || revision.Revision.CompareTo(before) <= 0 || ++revisions > ArchiveFormat.MostRevisions)
                {
                    throw ArchiveErrors.Damaged(ArchiveFormat.Documents, "has documents or revisions twice or out of order, or too many of one document");
                }

                before = revision.Revision;
            }

            last = (id, before);
        }

        if (documents != archive.Manifest.Documents)
        {
            throw ArchiveErrors.Damaged(ArchiveFormat.Documents, $"has {documents} documents, not {archive.Manifest.Documents}");
        }
    }
}
