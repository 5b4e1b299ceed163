using System.Collections.Concurrent;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>Bytes that a server sent for a sealed blob, in a buffer that goes back when this is disposed: a file of any size takes a few of them.</summary>
internal sealed class ReceivedBlob : IDisposable
{
    /// <summary>The largest that Crypto seals: a full chunk, its nonce and its tag.</summary>
    public const int MostBytes = 1_048_600;

    private readonly ConcurrentBag<byte[]> _free;
    private byte[]? _buffer;

    private ReceivedBlob(ConcurrentBag<byte[]> free, byte[] buffer) => (_free, _buffer) = (free, buffer);

    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Reads an answer to its end. Of one that is too long to be ours one byte too many is kept, so that it opens as nothing, and the rest is not read.</summary>
    /// <param name="free">Buffers that are nobody's.</param>
    /// <param name="answer">The answer's body.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<ReceivedBlob> ReadAsync(ConcurrentBag<byte[]> free, Stream answer, CancellationToken cancellationToken)
    {
        var buffer = free.TryTake(out var used) ? used : GC.AllocateUninitializedArray<byte>(MostBytes + 1, pinned: true);
        var blob = new ReceivedBlob(free, buffer);
        try
        {
            var length = await answer.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            blob.Bytes = buffer.AsMemory(0, length);
            return blob;
        }
        catch
        {
            blob.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } mine)
        {
            Bytes = default;
            _free.Add(mine);
        }
    }
}
