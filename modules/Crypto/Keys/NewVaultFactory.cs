using System.Security.Cryptography;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>Makes a vault out of chance: id, master key, stable key and the key of epoch 1 (crypto.md A4).</summary>
internal static class NewVaultFactory
{
    public static VaultKeys Create(ISodium sodium, Kdf kdf)
    {
        Span<byte> random = stackalloc byte[16 + (3 * GuardedKey.Size)];
        try
        {
            sodium.Random(random);
            var master = random.Slice(16, GuardedKey.Size);
            var stable = random.Slice(16 + GuardedKey.Size, GuardedKey.Size);
            var first = new EpochKeys(kdf, 1, random[^GuardedKey.Size..]);
            return new VaultKeys(kdf, VaultId.FromBytes(random[..16]), master, stable, [first], new VaultPins(Epoch: 1, Ring: 1, Slot: 0));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(random);
        }
    }
}
