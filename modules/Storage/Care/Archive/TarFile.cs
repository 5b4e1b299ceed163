using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>The entries of a tar file, by their headers alone. Nothing is ever unpacked: a name is only compared.</summary>
/// <remarks>Not <c>TarReader</c>: it makes room for what a header announces before it looks whether the file has that much.</remarks>
internal sealed class TarFile(SafeFileHandle handle)
{
    // What may come after the end: tar programs fill up to their record size with zeros.
    private const int LongestTail = 1024 * 1024;

    private readonly long _length = RandomAccess.GetLength(handle);

    /// <exception cref="Errors.StoreException"><c>ArchiveDamaged</c>.</exception>
    public IEnumerable<TarEntryPlace> Entries()
    {
        Dictionary<string, string>? said = null;
        var last = "the beginning";
        for (var at = 0L; ;)
        {
            var block = Read(at, TarHeader.BlockSize, last);
            if (block.AsSpan().IndexOfAnyExcept((byte)0) < 0)
            {
                RequireEnd(at, last, said);
                yield break;
            }

            var header = TarHeader.Read(block) ?? throw ArchiveErrors.Damaged(last, "is followed by something that is no entry");
            at += TarHeader.BlockSize;
            if (header.Type == 'x')
            {
                said = said is null ? Extended(at, header) : throw ArchiveErrors.Damaged(last, "is followed by two headers for one entry");
                at += Padded(header.Size);
                continue;
            }

            var entry = Place(at, header, said);
            (said, last) = (null, entry.Name);
            yield return entry;
            at += Padded(entry.Size);
        }
    }

    public Stream Open(TarEntryPlace entry) => new EntryStream(handle, entry);

    private TarEntryPlace Place(long at, TarHeader header, Dictionary<string, string>? said)
    {
        var name = said?.GetValueOrDefault("path") ?? header.Name;
        if (header.Type != '0')
        {
            throw ArchiveErrors.Damaged(name, "is not a plain file");
        }

        var size = header.Size;
        if (said?.GetValueOrDefault("size") is { } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size))
        {
            throw ArchiveErrors.Damaged(name, "has no size");
        }

        return size <= _length - at ? new TarEntryPlace(name, at, size) : throw ArchiveErrors.Damaged(name, "is longer than the archive");
    }

    private Dictionary<string, string> Extended(long at, TarHeader header) =>
        (header.Size <= ArchiveFormat.LongestHeader ? TarHeader.Extended(Read(at, (int)header.Size, header.Name)) : null)
        ?? throw ArchiveErrors.Damaged(header.Name, "is not a header that can be read");

    private void RequireEnd(long at, string last, Dictionary<string, string>? said)
    {
        var left = _length - at;
        if (said is not null || left is < 2 * TarHeader.BlockSize or > LongestTail || Read(at, (int)left, last).AsSpan().IndexOfAnyExcept((byte)0) >= 0)
        {
            throw ArchiveErrors.Damaged(last, "is not followed by the end of the archive");
        }
    }

    private byte[] Read(long at, int count, string last)
    {
        if (count > _length - at)
        {
            throw ArchiveErrors.Damaged(last, "is the last there is: the archive was cut off");
        }

        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            var read = RandomAccess.Read(handle, bytes.AsSpan(done), at + done);
            done += read > 0 ? read : throw new EndOfStreamException("The archive became shorter while it was read.");
        }

        return bytes;
    }

    private static long Padded(long size) => (size + TarHeader.BlockSize - 1) / TarHeader.BlockSize * TarHeader.BlockSize;

    private sealed class EntryStream(SafeFileHandle handle, TarEntryPlace entry) : ReadStream(entry.Size)
    {
        protected override int Read(long position, Span<byte> buffer) => RandomAccess.Read(handle, buffer, entry.Offset + position) is > 0 and var read
            ? read
            : throw new EndOfStreamException("The archive became shorter while it was read.");
    }
}

/// <summary>Where an entry's bytes are.</summary>
internal sealed record TarEntryPlace(string Name, long Offset, long Size);
