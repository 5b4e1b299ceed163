using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Writes an archive beside its name, then gives it the name.</summary>
internal sealed class ArchiveExport(Database vault, TimeProvider time, CancellationToken cancellationToken)
{
    /// <exception cref="Errors.UsageException"><c>ArchiveExists</c>.</exception>
    /// <exception cref="Errors.StoreException"><c>ArchiveNotWritten</c>.</exception>
    public ExportReport Run(string path)
    {
        path = Path.GetFullPath(path);
        if (Path.Exists(path))
        {
            throw ArchiveErrors.Exists(path);
        }

        var unfinished = path + ".unfinished";
        try
        {
            var report = Write(unfinished);
            File.Move(unfinished, path, overwrite: false);
            return report;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw Path.Exists(path) ? ArchiveErrors.Exists(path) : ArchiveErrors.NotWritten(path, wrong);
        }
        finally
        {
            if (Directory.Exists(Path.GetDirectoryName(unfinished)))
            {
                File.Delete(unfinished);
            }
        }
    }

    private ExportReport Write(string path)
    {
        File.Delete(path);
        OwnerOnly.Create(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var archive = new ArchiveWriter(file, time.GetUtcNow());
        using var named = new Spool(path + ".named");
        using var list = new Spool(path + ".files");
        var (documents, revisions) = vault.Read(session => WriteDocuments(session, archive, named));
        var (files, missing, first) = WriteFiles(archive, named, list);
        archive.Add(ArchiveFormat.FileList, list.Read());
        return new ExportReport(documents, revisions, files, missing, first, archive.Finish());
    }

    /// <summary>One read transaction: every document, and the names of the files they name, as of one moment.</summary>
    private (long Documents, long Revisions) WriteDocuments(Session session, ArchiveWriter archive, Spool named)
    {
        var documents = session.Number("SELECT count(*) FROM docs WHERE winner IS NOT NULL");
        archive.Add(ArchiveFormat.Manifest, new ArchiveManifest(MetaSql.Vault(session), time.GetUtcNow(), documents).ToBytes());
        var revisions = new DocumentExport(session, archive, cancellationToken).Run();
        foreach (var file in NamedFiles.Of(session))
        {
            named.Add(new FileLine(file, IsMissing: false).ToText());
        }

        return (documents, revisions);
    }

    private (long Files, long Missing, ImmutableArray<BlobKey> First) WriteFiles(ArchiveWriter archive, Spool named, Spool list)
    {
        var (files, missing) = (0L, 0L);
        var first = ImmutableArray.CreateBuilder<BlobKey>();
        foreach (var line in Lines.Of(named.Read(), ArchiveFormat.FileList, ArchiveFormat.LongestFileLine).Select(FileLine.Read))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isHere = TryWrite(archive, line);
            list.Add((line with { IsMissing = !isHere }).ToText());
            (files, missing) = isHere ? (files + 1, missing) : (files, missing + 1);
            if (!isHere && first.Count < ExportReport.MostListed)
            {
                first.Add(new BlobKey(line.Key));
            }
        }

        return (files, missing, first.ToImmutable());
    }

    private bool TryWrite(ArchiveWriter archive, FileLine line)
    {
        if (!vault.Blobs.IsWhole(new BlobKey(line.Key)))
        {
            return false;
        }

        using var stream = new StoredFileStream(vault.Blobs, line.File);
        return archive.TryAdd(ArchiveFormat.Files + line.Key, stream);
    }
}
