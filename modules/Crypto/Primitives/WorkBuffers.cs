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

    // Enough for both cores and a straggler; more would only hold memory.
    private const int KeptPerSize = 4;

    private readonly ConcurrentQueue<byte[]>[] _free = [.. Enumerable.Range(SmallestLog2, LargestLog2 - SmallestLog2 + 1).Select(_ => new ConcurrentQueue<byte[]>())];

    /// <summary>A buffer of exactly this length, until it is disposed. What it holds at first means nothing.</summary>
    public Loan Lend(int length)
    {
        var log2 = Math.Max(SmallestLog2, BitOperations.Log2((uint)Math.Max(length - 1, 1)) + 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(log2, LargestLog2, nameof(length));
        var shelf = _free[log2 - SmallestLog2];
        return new Loan(shelf, shelf.TryDequeue(out var buffer) ? buffer : GC.AllocateUninitializedArray<byte>(1 << log2, pinned: true), length);
    }

    /// <summary>A lent buffer; disposing it wipes it and gives it back.</summary>
    internal readonly ref struct Loan(ConcurrentQueue<byte[]> shelf, byte[] buffer, int length)
    {
        public Span<byte> Span => buffer.AsSpan(0, length);

        public void Dispose()
        {
            CryptographicOperations.ZeroMemory(Span);
            if (shelf.Count < KeptPerSize)
            {
                shelf.Enqueue(buffer);
            }
        }
    }
}
