namespace Aurix.Platform.Storage.Blobs;

/// <summary>The chunks that were verified last: small pieces read in a row, as players do, cost one look at the disk and one hash a chunk.</summary>
/// <remarks>Whoever asks has seen in its transaction that the row is there. A row number may come round again, but never with another content and place.</remarks>
internal sealed class ChunkCache
{
    // 1 MiB each, per open database. Fewer would let as many readers at once push out one another's chunks; more is memory that nobody reads twice.
    private const int Kept = 4;

    private readonly Lock _lock = new();
    private readonly LinkedList<((long Row, long Content, int Place) Key, byte[] Data)> _chunks = [];

    /// <summary>The chunk, or null. Nobody may change it.</summary>
    public byte[]? Find(long row, long content, int place)
    {
        lock (_lock)
        {
            for (var node = _chunks.First; node is not null; node = node.Next)
            {
                if (node.Value.Key == (row, content, place))
                {
                    _chunks.Remove(node);
                    _chunks.AddFirst(node);
                    return node.Value.Data;
                }
            }

            return null;
        }
    }

    public void Add(long row, long content, int place, byte[] data)
    {
        lock (_lock)
        {
            _chunks.AddFirst(((row, content, place), data));
            if (_chunks.Count > Kept)
            {
                _chunks.RemoveLast();
            }
        }
    }
}
