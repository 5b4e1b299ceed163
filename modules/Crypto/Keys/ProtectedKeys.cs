using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>The key file under a passphrase: its bytes, and the two seals in it.</summary>
/// <remarks>
/// <code>
/// {"format":"aurix-keys","v":2,"salt":b64u,"lock":b64u,"keys":b64u,"check":b64u}
/// passphrase ─ Argon2id (P1, salt) ─ KDF(S,"lock") opens lock ── LDK ── opens keys: the file of version 1
/// check = B2b(32, none, all before it)
/// </code>
/// The check needs no key, so that a changed bit is found before anybody types a passphrase and is not taken for a wrong one. Who changes bits on purpose can
/// make it fit, and gets no further than the seals.
/// </remarks>
internal sealed record ProtectedKeys(byte[] Salt, byte[] Lock, byte[] Keys)
{
    private const string Beginning = "{\"format\":\"aurix-keys\",\"v\":2,";

    /// <summary>Whether the bytes claim to be such a file.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file) => file.StartsWith(Encoding.ASCII.GetBytes(Beginning));

    /// <summary>A new protection: a fresh LDK, sealed under what the passphrase gives. The caller owns the key.</summary>
    public static ProtectedKeys Create(ISodium sodium, ReadOnlySpan<byte> passphraseKey, byte[] salt, out GuardedKey dataKey)
    {
        Span<byte> random = stackalloc byte[GuardedKey.Size];
        try
        {
            sodium.Random(random);
            dataKey = new GuardedKey(random);
            return new(salt, new LocalSeal(sodium).Seal(passphraseKey, "aurix-keys/lock"u8, salt, random, Padding.SlotMinimum), []);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(random);
        }
    }

    /// <summary>The LDK; null for a wrong passphrase.</summary>
    public GuardedKey? OpenLock(ISodium sodium, ReadOnlySpan<byte> passphraseKey)
    {
        var opened = new LocalSeal(sodium).Open(passphraseKey, "aurix-keys/lock"u8, Salt, Lock, Padding.SlotMinimum);
        try
        {
            return opened is { Length: GuardedKey.Size } ? new GuardedKey(opened) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
        }
    }

    public ProtectedKeys With(ISodium sodium, GuardedKey dataKey, ReadOnlySpan<byte> plain) =>
        this with { Keys = new LocalSeal(sodium).Seal(dataKey.Bytes, "aurix-keys/body"u8, Salt, plain, Padding.DocumentMinimum) };

    /// <summary>The file of version 1, for the caller to wipe; null when it does not open.</summary>
    public byte[]? Open(ISodium sodium, GuardedKey dataKey) => new LocalSeal(sodium).Open(dataKey.Bytes, "aurix-keys/body"u8, Salt, Keys, Padding.DocumentMinimum);

    public byte[] Write(ISodium sodium)
    {
        var text = $"{Beginning}\"salt\":\"{Base64Url.EncodeToString(Salt)}\",\"lock\":\"{Base64Url.EncodeToString(Lock)}\",\"keys\":\"{Base64Url.EncodeToString(Keys)}\"";
        var check = new byte[GuardedKey.Size];
        sodium.Hash(check, Encoding.ASCII.GetBytes(text));
        return Encoding.ASCII.GetBytes($"{text},\"check\":\"{Base64Url.EncodeToString(check)}\"}}\n");
    }

    /// <summary>False when a single bit is not as it was written.</summary>
    public static bool TryRead(ISodium sodium, ReadOnlyMemory<byte> file, [NotNullWhen(true)] out ProtectedKeys? read)
    {
        read = null;
        try
        {
            using var json = JsonDocument.Parse(file, SecretJson.Options);
            var salt = new byte[PasswordStretcher.SaltSize];
            if (json.RootElement.TryGetProperty("salt", out var text) && SecretJson.TryGetBytes(text, salt)
                && Bytes(json.RootElement, "lock") is { } sealedLock
                && Bytes(json.RootElement, "keys") is { } keys)
            {
                read = new(salt, sealedLock, keys);
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return false;
        }

        if (read?.Write(sodium).AsSpan().SequenceEqual(file.Span) != true)
        {
            read = null;
        }

        return read is not null;
    }

    private static byte[]? Bytes(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var text) || text.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        var characters = text.GetString()!; // sealed, so no secret
        var bytes = new byte[Math.Max(CanonicalBase64Url.DecodedLength(characters.Length), 0)];
        return CanonicalBase64Url.TryDecode(characters, bytes) ? bytes : null;
    }
}
