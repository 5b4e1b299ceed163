using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;
using Microsoft.Win32.SafeHandles;

namespace Aurix.Platform.Crypto.Rotation;

/// <summary>Keeps the closing list in a file and answers whether it names a leaf, without holding it in memory.</summary>
/// <remarks>
/// <code>
/// file = address of the list's manifest 32 ‖ entries      found by halving
/// </code>
/// A file of another address is of another rotation and counts as not there. Names of leaves are no secret of ours: a server sees them.
/// </remarks>
internal sealed class ClosedEpochs(string directory) : IDisposable
{
    private const string Name = "closed-epochs.list";
    private const int Start = Sealer.SivSize;

    private readonly Lock _gate = new();
    private SafeFileHandle? _file;
    private BlobAddress? _of;

    private string Present => Path.Combine(directory, Name);

    private string Coming => Present + ".new";

    /// <summary>How many bytes of the list are here; all of them mean that it is in force.</summary>
    public long Received(BlobReference list)
    {
        lock (_gate)
        {
            if (Open(list) is not null)
            {
                return list.Size;
            }

            using var coming = OpenIf(Coming, list);
            return coming is null ? 0 : RandomAccess.GetLength(coming) - Start;
        }
    }

    /// <summary>Whether the list names this leaf.</summary>
    /// <exception cref="Errors.VaultException"><c>ClosedEpochsMissing</c>.</exception>
    public bool IsListed(BlobReference list, ReadOnlySpan<byte> bid, Revision revision)
    {
        Span<byte> wanted = stackalloc byte[ClosingList.EntrySize];
        Span<byte> entry = stackalloc byte[ClosingList.EntrySize];
        ClosingList.Write(wanted, bid, revision);
        if (list.Size == 0)
        {
            return false; // there was no document when the keys were replaced, so nothing had to be fetched
        }

        lock (_gate)
        {
            var file = Open(list) ?? throw VaultErrors.ClosedEpochsMissing();
            var (low, high) = (0L, (list.Size / ClosingList.EntrySize) - 1);
            while (low <= high)
            {
                var middle = (low + high) / 2;
                ReadExactly(file, entry, Start + (middle * ClosingList.EntrySize));
                var order = wanted.SequenceCompareTo(entry);
                if (order == 0)
                {
                    return true;
                }

                (low, high) = order < 0 ? (low, middle - 1) : (middle + 1, high);
            }

            return false;
        }
    }

    /// <summary>One chunk of the list.</summary>
    /// <exception cref="Errors.VaultException"><c>ClosedEpochsMissing</c>.</exception>
    public byte[] Read(BlobReference list, int chunk)
    {
        lock (_gate)
        {
            var bytes = new byte[BlobReference.LengthOfChunk(list.Size, chunk)];
            ReadExactly(Open(list) ?? throw VaultErrors.ClosedEpochsMissing(), bytes, Start + ((long)chunk * BlobReference.ChunkSize));
            return bytes;
        }
    }

    /// <summary>Takes the next piece. With the last one the list is checked, and is in force once that is durable.</summary>
    /// <exception cref="Errors.VaultException"><c>ClosingListInvalid</c>.</exception>
    public void Keep(BlobReference list, long offset, ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            if (Open(list) is not null)
            {
                return;
            }

            using (var coming = OpenIf(Coming, list) ?? Begin(list))
            {
                if (RandomAccess.GetLength(coming) - Start < offset || offset + data.Length > list.Size)
                {
                    throw VaultErrors.ClosingListInvalid();
                }

                RandomAccess.Write(coming, data, Start + offset);
                RandomAccess.SetLength(coming, Start + offset + data.Length);
                if (offset + data.Length < list.Size)
                {
                    return;
                }

                ThrowUnlessAscending(coming, list);
                RandomAccess.FlushToDisk(coming);
            }

            Close();
            File.Move(Coming, Present, overwrite: true);
            DirectoryFlush.Run(directory);
        }
    }

    /// <summary>The list of a rotation that this very device made.</summary>
    public void Keep(BlobReference list, ReadOnlySpan<byte> entries)
    {
        File.Delete(Coming);
        Keep(list, 0, entries);
    }

    public void Close()
    {
        _file?.Dispose();
        (_file, _of) = (null, null);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    private SafeFileHandle? Open(BlobReference list)
    {
        if (_of != list.Manifest)
        {
            Close();
            _file = OpenIf(Present, list);
            _of = _file is null ? null : list.Manifest;
        }

        return _file;
    }

    /// <summary>The file if it is of this list and no longer than it.</summary>
    private static SafeFileHandle? OpenIf(string path, BlobReference list)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var file = File.OpenHandle(path, FileMode.Open, path.EndsWith(".new", StringComparison.Ordinal) ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> of = stackalloc byte[Start];
        if (RandomAccess.GetLength(file) is var length && length >= Start && length <= Start + list.Size)
        {
            ReadExactly(file, of, 0);
            if (of.SequenceEqual(list.Manifest.ToBytes()) && (length == Start + list.Size || path.EndsWith(".new", StringComparison.Ordinal)))
            {
                return file;
            }
        }

        file.Dispose();
        return null;
    }

    private SafeFileHandle Begin(BlobReference list)
    {
        var file = File.OpenHandle(Coming, FileMode.Create, FileAccess.ReadWrite);
        RandomAccess.Write(file, list.Manifest.ToBytes(), 0);
        return file;
    }

    private static void ThrowUnlessAscending(SafeFileHandle file, BlobReference list)
    {
        Span<byte> before = stackalloc byte[ClosingList.EntrySize];
        Span<byte> entry = stackalloc byte[ClosingList.EntrySize];
        var valid = list.Size % ClosingList.EntrySize == 0;
        for (var at = 0L; valid && at < list.Size; at += ClosingList.EntrySize)
        {
            ReadExactly(file, entry, Start + at);
            valid = at == 0 || before.SequenceCompareTo(entry) < 0;
            entry.CopyTo(before);
        }

        if (!valid)
        {
            throw VaultErrors.ClosingListInvalid();
        }
    }

    private static void ReadExactly(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        for (var read = 0; read < bytes.Length;)
        {
            var count = RandomAccess.Read(file, bytes[read..], offset + read);
            read += count > 0 ? count : throw VaultErrors.ClosedEpochsMissing();
        }
    }
}
