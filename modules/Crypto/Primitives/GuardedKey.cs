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

    private readonly Geralt.GuardedHeapAllocation _memory = new(Size);

    /// <summary>A copy; the caller wipes its own.</summary>
    public GuardedKey(ReadOnlySpan<byte> key)
    {
        key.CopyTo(_memory.AsSpan());
        _memory.ReadOnly();
    }

    public ReadOnlySpan<byte> Bytes => _memory.AsSpan();

    public void Dispose() => _memory.Dispose();

    public override string ToString() => "(key)";
}
