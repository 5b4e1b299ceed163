using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Devices;

/// <summary>Computes log chains, and the fingerprint of a set of heads, under K_log.</summary>
internal sealed class LogHasher(ISodium sodium)
{
    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int Groups = 6; // of four symbols: 120 bits, which nobody finds a second set of heads for
    private const int GroupLength = 4;

    private readonly Kdf _kdf = new(sodium);

    /// <summary><c>H_n = B2b(32, K_log, H_(n−1) ‖ device ‖ LE64 n ‖ entry)</c>, over all entries.</summary>
    public LogChain Extend(VaultKeys keys, ExtendLog log)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        Span<byte> message = stackalloc byte[LogChain.Size + DeviceId.Size + 8 + LogEntry.Size];
        log.From.ToBytes().CopyTo(message);
        log.Device.CopyTo(message[LogChain.Size..]);
        var hash = message[..LogChain.Size];
        Span<byte> next = stackalloc byte[LogChain.Size];
        try
        {
            _kdf.Derive(key, keys.Stable.Bytes, "log"u8);
            for (var index = 0; index < log.Entries.Length; index++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(message[(LogChain.Size + DeviceId.Size)..], log.Count + index + 1);
                log.Entries[index].Write(message[(LogChain.Size + DeviceId.Size + 8)..]);
                sodium.Mac(next, key, message);
                next.CopyTo(hash);
            }

            return LogChain.FromBytes(hash);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary><c>B2b(32, K_log, "heads" ‖ (device ‖ LE64 counter ‖ LE64 n ‖ H)…)</c> in the order of the ids, as groups of Crockford's base32.</summary>
    public string Fingerprint(VaultKeys keys, ImmutableArray<HeadMark> heads)
    {
        const int size = DeviceId.Size + 16 + LogChain.Size;
        var message = new byte[5 + (size * heads.Length)];
        "heads"u8.CopyTo(message);
        var at = 5;
        foreach (var head in heads.OrderBy(head => head.Device))
        {
            head.Device.CopyTo(message.AsSpan(at));
            BinaryPrimitives.WriteInt64LittleEndian(message.AsSpan(at + DeviceId.Size), head.Counter);
            BinaryPrimitives.WriteInt64LittleEndian(message.AsSpan(at + DeviceId.Size + 8), head.Entries);
            head.Chain.ToBytes().CopyTo(message.AsSpan(at + DeviceId.Size + 16));
            at += size;
        }

        Span<byte> hash = stackalloc byte[32];
        DeviceNames.Mac(hash, sodium, keys, message);
        var value = BinaryPrimitives.ReadUInt128BigEndian(hash);
        return string.Join('-', Enumerable.Range(0, Groups).Select(group =>
            string.Concat(Enumerable.Range(group * GroupLength, GroupLength).Select(index => Crockford[(int)((value >> (123 - (5 * index))) & 31)]))));
    }
}
