using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Blobs;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>The bytes of a stored file, a chunk in memory at a time.</summary>
internal sealed class StoredFileStream(BlobFile blobs, BlobReference file) : ReadStream(file.Size)
{
    private readonly BlobKey _key = new(file.Manifest.ToString());
    private int _place = -1;
    private byte[] _chunk = [];

    protected override int Read(long position, Span<byte> buffer)
    {
        var place = (int)(position / BlobReference.ChunkSize);
        if (place != _place)
        {
            (_chunk, _place) = (ReadChunk(place), place);
        }

        var piece = _chunk.AsSpan((int)(position % BlobReference.ChunkSize));
        var count = Math.Min(piece.Length, buffer.Length);
        piece[..count].CopyTo(buffer);
        return count;
    }

    private byte[] ReadChunk(int place)
    {
        try
        {
            return blobs.ReadChunk(_key, place) is { } chunk && chunk.Length == file.ChunkLength(place) ? chunk : throw new FileNotWholeException();
        }
        catch (DamagedChunkException)
        {
            throw new FileNotWholeException();
        }
    }
}

/// <summary>A chunk went away, or proved damaged, while its file was read.</summary>
internal sealed class FileNotWholeException : Exception;
