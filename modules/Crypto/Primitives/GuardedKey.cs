namespace Aurix.Platform.Crypto.Primitives;

/// <summary>A key in memory that libsodium guards: locked against swapping, fenced by unmapped pages, wiped when freed.</summary>
/// <remarks>
/// Touching it after <see cref="Dispose"/> ends the process. So owners hand it out only under a lock that dispose takes too:
/// see <see cref="Keys.KeyCabinet"/>.
/// </remarks>
internal sealed class GuardedKey : IDisposable
{
    /// <summary>The size of every key in the hierarchy.</summary>
    public const int Size = 32;

    private readonly Lock _gate = new();
    private readonly Geralt.GuardedHeapAllocation _memory = new(Size);

    /// <summary>A copy; the caller wipes its own.</summary>
    public GuardedKey(ReadOnlySpan<byte> key)
    {
        key.CopyTo(_memory.AsSpan());
        _memory.ReadOnly();
    }

    /// <summary>The key. Any number of threads may read it.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            // The allocation refuses two threads that ask for its span in the same instant, though both may then read.
            lock (_gate)
            {
                return _memory.AsSpan();
            }
        }
    }

    public void Dispose() => _memory.Dispose();

    public override string ToString() => "(key)";
}
