using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Devices;

/// <summary>What heads and segments are called: <c>bid = B2b(32, K_log, "head" ‖ device)</c>, <c>B2b(32, K_log, "log" ‖ device ‖ LE32 segment)</c>; the proposal to collect chunks <c>"collect"</c>, an answer <c>"collect" ‖ device</c>.</summary>
/// <remarks>K_log comes from the stable key, so that a name outlives every rotation.</remarks>
internal static class DeviceNames
{
    /// <summary>The length of bid.</summary>
    public const int Size = 32;

    private const int TextLength = 44;

    public static void Head(Span<byte> bid, ISodium sodium, VaultKeys keys, DeviceId device)
    {
        Span<byte> input = stackalloc byte[4 + DeviceId.Size];
        "head"u8.CopyTo(input);
        device.CopyTo(input[4..]);
        Mac(bid, sodium, keys, input);
    }

    public static void Segment(Span<byte> bid, ISodium sodium, VaultKeys keys, DeviceId device, int segment)
    {
        Span<byte> input = stackalloc byte[3 + DeviceId.Size + 4];
        "log"u8.CopyTo(input);
        device.CopyTo(input[3..]);
        BinaryPrimitives.WriteInt32LittleEndian(input[(3 + DeviceId.Size)..], segment);
        Mac(bid, sodium, keys, input);
    }

    public static void Proposal(Span<byte> bid, ISodium sodium, VaultKeys keys) => Mac(bid, sodium, keys, "collect"u8);

    public static void Answer(Span<byte> bid, ISodium sodium, VaultKeys keys, DeviceId device)
    {
        Span<byte> input = stackalloc byte[7 + DeviceId.Size];
        "collect"u8.CopyTo(input);
        device.CopyTo(input[7..]);
        Mac(bid, sodium, keys, input);
    }

    public static string ToText(SealKind kind, ReadOnlySpan<byte> bid) => string.Concat(Letter(kind), Base64Url.EncodeToString(bid));

    public static bool TryParse(SealKind kind, string? text, Span<byte> bid) =>
        text is { Length: TextLength } && text.StartsWith(Letter(kind), StringComparison.Ordinal) && CanonicalBase64Url.TryDecode(text.AsSpan(1), bid);

    private static string Letter(SealKind kind) => kind switch
    {
        SealKind.Head => "h",
        SealKind.LogSegment => "l",
        _ => "g",
    };

    /// <summary>Hashes under K_log.</summary>
    public static void Mac(Span<byte> hash, ISodium sodium, VaultKeys keys, ReadOnlySpan<byte> message)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        try
        {
            new Kdf(sodium).Derive(key, keys.Stable.Bytes, "log"u8);
            sodium.Mac(hash, key, message);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
