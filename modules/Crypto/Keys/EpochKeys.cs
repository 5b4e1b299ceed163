using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>The key of one epoch, with what is derived from it once instead of for every document.</summary>
internal sealed class EpochKeys : IDisposable
{
    public EpochKeys(Kdf kdf, int number, ReadOnlySpan<byte> key)
    {
        Number = number;
        Key = new GuardedKey(key);
        Documents = kdf.Derive(key, "doc"u8);
        Files = kdf.Derive(key, "chunk"u8);
    }

    /// <summary>Counted from 1; stands in the clear in every header.</summary>
    public int Number { get; }

    /// <summary>EK, which the ring holds.</summary>
    public GuardedKey Key { get; }

    /// <summary>KDF(EK, "doc"): parent of each document's own key.</summary>
    public GuardedKey Documents { get; }

    /// <summary>KDF(EK, "chunk"): parent of each file's own key.</summary>
    public GuardedKey Files { get; }

    public void Dispose()
    {
        Key.Dispose();
        Documents.Dispose();
        Files.Dispose();
    }
}
