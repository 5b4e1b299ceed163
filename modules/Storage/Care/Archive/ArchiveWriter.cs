using System.Formats.Tar;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Writes entries one after the other and keeps their sums for the last one.</summary>
internal sealed class ArchiveWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly TarWriter _tar;
    private readonly Spool _sums;
    private readonly DateTimeOffset _time;

    public ArchiveWriter(FileStream file, DateTimeOffset time)
    {
        (_file, _time) = (file, time);
        _sums = new Spool(file.Name + ".sums");
        _tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true);
    }

    public void Add(string name, ReadOnlyMemory<byte> content)
    {
        using var stream = new MemoryStream(content.ToArray(), writable: false);
        Add(name, stream);
    }

    public void Add(string name, Stream content)
    {
        using var hashed = new HashedStream(content);
        Write(name, hashed);
        _sums.Add(hashed.Sum(name));
    }

    /// <summary>Adds an entry whose bytes may turn out not to be there; then it is taken back, and the answer is false.</summary>
    public bool TryAdd(string name, StoredFileStream content)
    {
        var before = _file.Position;
        try
        {
            Add(name, content);
            return true;
        }
        catch (FileNotWholeException)
        {
            _file.SetLength(before);
            _file.Position = before;
            return false;
        }
    }

    /// <summary>Adds the sums, ends the archive, and sees that every byte of it is on disk.</summary>
    public long Finish()
    {
        Write(ArchiveFormat.Sums, _sums.Read());
        _tar.Dispose();
        _file.Flush(flushToDisk: true);
        return _file.Length;
    }

    public void Dispose()
    {
        _tar.Dispose();
        _sums.Dispose();
    }

    private void Write(string name, Stream content) => _tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
    {
        DataStream = content,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        ModificationTime = _time,
    });
}
