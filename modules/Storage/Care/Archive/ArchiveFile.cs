using Microsoft.Win32.SafeHandles;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>An archive that is open for reading, and whose entries are the ones it should have.</summary>
internal sealed class ArchiveFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly TarFile _tar;

    private ArchiveFile(SafeFileHandle handle)
    {
        _handle = handle;
        _tar = new TarFile(handle);
        Manifest = ReadManifest();
        foreach (var (part, entry) in Entries())
        {
            FileList = part is ArchivePart.FileList ? entry : FileList;
            Sums = part is ArchivePart.Sums ? entry : Sums;
        }
    }

    public ArchiveManifest Manifest { get; }

    public TarEntryPlace FileList { get; } = null!; // the layout has one, or there is no ArchiveFile

    public TarEntryPlace Sums { get; } = null!;

    /// <exception cref="Errors.AurixException"><c>ArchiveMissing</c>, <c>ArchiveTooNew</c>, <c>ArchiveDamaged</c>.</exception>
    public static ArchiveFile Open(string path)
    {
        if (!File.Exists(path))
        {
            throw ArchiveErrors.Missing(path);
        }

        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return new ArchiveFile(handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Every entry in order.</summary>
    public IEnumerable<(ArchivePart Part, TarEntryPlace Entry)> Entries()
    {
        var layout = new ArchiveLayout();
        foreach (var entry in _tar.Entries())
        {
            yield return (layout.Next(entry), entry);
        }

        layout.End();
    }

    /// <summary>Every document's lines in order.</summary>
    public IEnumerable<DocumentLine> Documents() => Entries()
        .Where(entry => entry.Part is ArchivePart.Documents)
        .SelectMany(entry => DocumentLine.ReadAll(Open(entry.Entry), entry.Entry.Name));

    /// <summary>Every file in order, with its place in the archive if it is in there.</summary>
    public IEnumerable<(FileLine Line, TarEntryPlace? Entry)> Files()
    {
        using var entries = Entries().Where(entry => entry.Part is ArchivePart.File).GetEnumerator();
        var last = "";
        foreach (var line in Lines.Of(Open(FileList), FileList.Name, ArchiveFormat.LongestFileLine).Select(FileLine.Read))
        {
            var entry = line.IsMissing || !entries.MoveNext() ? null : entries.Current.Entry;
            if (string.CompareOrdinal(line.Key, last) <= 0 || (!line.IsMissing && (entry?.Name != ArchiveFormat.Files + line.Key || entry.Size != line.File.Size)))
            {
                throw ArchiveErrors.Damaged(FileList.Name, "does not fit the files in the archive");
            }

            last = line.Key;
            yield return (line, entry);
        }

        if (entries.MoveNext())
        {
            throw ArchiveErrors.Damaged(entries.Current.Entry.Name, "is not on the list of files");
        }
    }

    public Stream Open(TarEntryPlace entry) => _tar.Open(entry);

    public void Dispose() => _handle.Dispose();

    // The first entry alone, before the order of the others is looked at: a later version may have another.
    private ArchiveManifest ReadManifest()
    {
        var first = _tar.Entries().FirstOrDefault();
        if (first is null || new ArchiveLayout().Next(first) is not ArchivePart.Manifest)
        {
            throw ArchiveErrors.Damaged(ArchiveFormat.Manifest, "is not its first entry");
        }

        var bytes = new byte[first.Size];
        using var stream = Open(first);
        stream.ReadExactly(bytes);
        return ArchiveManifest.Read(bytes);
    }
}
