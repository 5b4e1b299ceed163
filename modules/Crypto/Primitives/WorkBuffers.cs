using System.Collections.Concurrent;
using System.Numerics;
using System.Security.Cryptography;

namespace Aurix.Platform.Crypto.Primitives;

/// <summary>Lends pinned buffers for plaintext on its way, and wipes them when they come back.</summary>
/// <remarks>The shared array pool would hand our plaintext to the next stranger, and the garbage collector would copy it around.</remarks>
internal sealed class WorkBuffers
{
    // From 4 KiB to 8 MiB in powers of two: the largest frame is a document of 4 MiB and its context.
    private const int SmallestLog2 = 12;
    private const int LargestLog2 = 23;

    // Enough for four lanes with a frame and a result each; more would only hold memory.
    private const int KeptPerSize = 8;

    private readonly ConcurrentQueue<byte[]>[] _free = [.. Enumerable.Range(SmallestLog2, LargestLog2 - SmallestLog2 + 1).Select(_ => new ConcurrentQueue<byte[]>())];

    /// <summary>A buffer of exactly this length, until it is disposed. What it holds at first means nothing.</summary>
    public Loan Lend(int length)
    {
        var (shelf, buffer) = Take(length);
        return new Loan(shelf, buffer, length);
    }

    /// <summary>The same for somebody else to keep for a while. Whoever forgets to dispose it leaves it to the garbage collector.</summary>
    public Held Hold(int length)
    {
        var (shelf, buffer) = Take(length);
        return new Held(shelf, buffer, length);
    }

    private (ConcurrentQueue<byte[]> Shelf, byte[] Buffer) Take(int length)
    {
        var log2 = Math.Max(SmallestLog2, BitOperations.Log2((uint)Math.Max(length - 1, 1)) + 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(log2, LargestLog2, nameof(length));
        var shelf = _free[log2 - SmallestLog2];
        return (shelf, shelf.TryDequeue(out var buffer) ? buffer : GC.AllocateUninitializedArray<byte>(1 << log2, pinned: true));
    }

    private static void GiveBack(ConcurrentQueue<byte[]> shelf, byte[] buffer, int used)
    {
        CryptographicOperations.ZeroMemory(buffer.AsSpan(0, used));
        if (shelf.Count < KeptPerSize)
        {
            shelf.Enqueue(buffer);
        }
    }

    /// <summary>A lent buffer; disposing it wipes it and gives it back.</summary>
    internal readonly ref struct Loan(ConcurrentQueue<byte[]> shelf, byte[] buffer, int length)
    {
        public Span<byte> Span => buffer.AsSpan(0, length);

        public void Dispose() => GiveBack(shelf, buffer, length);
    }

    /// <summary>A buffer that outlives the call that filled it; disposing it wipes it and gives it back, once.</summary>
    internal sealed class Held(ConcurrentQueue<byte[]> shelf, byte[] buffer, int length) : IDisposable
    {
        private byte[]? _buffer = buffer;

        public Memory<byte> Memory { get; private set; } = buffer.AsMemory(0, length);

        /// <summary>Only the first so many bytes are meant.</summary>
        public void Shorten(int used) => Memory = Memory[..used];

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _buffer, null) is { } mine)
            {
                Memory = default;
                GiveBack(shelf, mine, length);
            }
        }
    }
}
