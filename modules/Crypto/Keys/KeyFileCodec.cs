using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>The bytes of the key file.</summary>
/// <remarks>
/// <code>
/// {"format":"aurix-keys","v":1,"current":{…},"staged":{…},"account":{…},"remotes":[{"name":"backup","slot":1,"account":{…}}]}        what is absent is left out
/// {"vault":b64u,"cur":1,"gen":1,"slot":0,"mk":b64u,"stable":b64u,"epochs":[{"e":1,"k":b64u}],"check":b64u}        after a rotation "closed":{…} before "check", as in the ring
/// {"user":"alex","db":"aurix-k3f9q2mz","login":b64u,"coming":b64u,"secret":b64u,"token":"…","check":b64u}        the keys and the token each if there is one
/// </code>
/// <c>check</c> is a keyed hash of all before it, the account's under the present vault's master key, so that one changed bit is damage and not another key.
/// There is one spelling: reading writes the file again in memory and compares.
/// </remarks>
internal sealed class KeyFileCodec(ISodium sodium)
{
    private readonly Kdf _kdf = new(sodium);

    /// <summary>What the file's hashes and seals are made with.</summary>
    public ISodium Sodium => sodium;

    /// <summary>Enough for two vaults of these sizes.</summary>
    public static int MaxLength(KeySet keys) => 2048 + keys.Accounts.Sum(account => 512 + (account.Token?.Utf8.Length ?? 0)) + (128 * keys.Remotes.Count) + (96 * ((keys.Current?.EpochCount ?? 0) + (keys.Staged?.EpochCount ?? 0)));

    /// <summary>Writes the file's bytes into the buffer.</summary>
    /// <returns>How many.</returns>
    public int Write(KeySet keys, Span<byte> buffer)
    {
        var text = new SecretText(buffer);
        text.Add("{\"format\":\"aurix-keys\",\"v\":1"u8);
        if (keys.Current is { } current)
        {
            text.Add(",\"current\":"u8);
            WriteVault(ref text, current);
        }

        if (keys.Staged is { } staged)
        {
            text.Add(",\"staged\":"u8);
            WriteVault(ref text, staged);
        }

        if (keys is { Account: { } account, Current: { } owner })
        {
            text.Add(",\"account\":"u8);
            WriteAccount(ref text, account, owner);
        }

        WriteRemotes(ref text, keys);
        text.Add("}\n"u8);
        return text.Written.Length;
    }

    /// <summary>Reads the file's bytes; false when a single one is not as it was written.</summary>
    public bool TryRead(ReadOnlyMemory<byte> file, [NotNullWhen(true)] out KeySet? keys)
    {
        keys = null;
        KeySet? read = null;
        try
        {
            using var json = JsonDocument.Parse(file, SecretJson.Options);
            read = new KeySet(ReadVault(json.RootElement, "current"), ReadVault(json.RootElement, "staged")) { Account = ReadAccount(json.RootElement), Remotes = ReadRemotes(json.RootElement) };
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return false; // InvalidOperationException: a name with half of a surrogate pair
        }

        var again = GC.AllocateUninitializedArray<byte>(MaxLength(read), pinned: true);
        try
        {
            if (CryptographicOperations.FixedTimeEquals(again.AsSpan(0, Write(read, again)), file.Span))
            {
                (keys, read) = (read, null);
            }

            return keys is not null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(again);
            read?.Dispose();
        }
    }

    private void WriteVault(ref SecretText text, VaultKeys vault)
    {
        var start = text.Written.Length;
        text.Add("{\"vault\":"u8);
        text.AddQuoted(vault.Vault.ToBytes());
        text.Add(",\"cur\":"u8);
        text.Add(vault.Pins.Epoch);
        text.Add(",\"gen\":"u8);
        text.Add(vault.Pins.Ring);
        text.Add(",\"slot\":"u8);
        text.Add(vault.Pins.Slot);
        text.Add(",\"mk\":"u8);
        text.AddQuoted(vault.Master.Bytes);
        text.Add(",\"stable\":"u8);
        text.AddQuoted(vault.Stable.Bytes);
        text.Add(",\"epochs\":"u8);
        RingCodec.WriteEpochs(ref text, vault);
        if (vault.Closing is { } closing)
        {
            text.Add(","u8);
            RingCodec.WriteClosing(ref text, closing);
        }

        WriteCheck(ref text, start, vault);
    }

    private void WriteAccount(ref SecretText text, KeptAccount account, VaultKeys owner)
    {
        var start = text.Written.Length;
        text.Add("{\"user\":\""u8);
        text.Add(Encoding.ASCII.GetBytes(account.User));
        text.Add("\",\"db\":\""u8);
        text.Add(Encoding.ASCII.GetBytes(account.Database));
        text.Add("\""u8);
        if (account.Login is { } login)
        {
            text.Add(",\"login\":"u8);
            text.AddQuoted(login.Bytes);
        }

        if (account.Coming is { } coming)
        {
            text.Add(",\"coming\":"u8);
            text.AddQuoted(coming.Bytes);
        }

        if (account.SecretKey is { } secretKey)
        {
            text.Add(",\"secret\":"u8);
            text.AddQuoted(secretKey.Bytes[..KeptAccount.SecretKeySize]);
        }

        if (account.Token is { } token)
        {
            text.Add(",\"token\":\""u8);
            text.Add(token.Utf8);
            text.Add("\""u8);
        }

        WriteCheck(ref text, start, owner);
    }

    private void WriteRemotes(ref SecretText text, KeySet keys)
    {
        if (keys.Remotes.IsEmpty || keys.Current is not { } owner)
        {
            return;
        }

        var separator = ",\"remotes\":["u8;
        foreach (var (name, kept) in keys.Remotes)
        {
            text.Add(separator);
            text.Add("{\"name\":\""u8);
            text.Add(Encoding.ASCII.GetBytes(name.Value));
            text.Add("\",\"slot\":"u8);
            text.Add(kept.Slot);
            if (kept.Account is { } account)
            {
                text.Add(",\"account\":"u8);
                WriteAccount(ref text, account, owner);
            }

            text.Add("}"u8);
            separator = ","u8;
        }

        text.Add("]"u8);
    }

    private void WriteCheck(ref SecretText text, int start, VaultKeys vault)
    {
        Span<byte> checkKey = stackalloc byte[GuardedKey.Size];
        Span<byte> check = stackalloc byte[GuardedKey.Size];
        _kdf.Derive(checkKey, vault.Master.Bytes, "keyfile"u8);
        sodium.Mac(check, checkKey, text.Written[start..]);
        CryptographicOperations.ZeroMemory(checkKey);
        text.Add(",\"check\":"u8);
        text.AddQuoted(check);
        text.Add("}"u8);
    }

    private static ImmutableSortedDictionary<RemoteName, KeptRemote> ReadRemotes(JsonElement root)
    {
        var remotes = ImmutableSortedDictionary<RemoteName, KeptRemote>.Empty;
        if (root.ValueKind is JsonValueKind.Object && root.TryGetProperty("remotes", out var list) && list.ValueKind is JsonValueKind.Array)
        {
            foreach (var member in list.EnumerateArray())
            {
                if (SecretJson.TryGetNumber(member, "slot", 0, out var slot)
                    && member.TryGetProperty("name", out var name) && name.ValueKind is JsonValueKind.String
                    && RemoteName.IsValid(name.GetString()))
                {
                    remotes = remotes.SetItem(new RemoteName(name.GetString()!), new KeptRemote(slot, ReadAccount(member)));
                }
            }
        }

        return remotes;
    }

    private static KeptAccount? ReadAccount(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object
            || !root.TryGetProperty("account", out var member)
            || member.ValueKind is not JsonValueKind.Object
            || !member.TryGetProperty("user", out var user) || user.ValueKind is not JsonValueKind.String
            || !member.TryGetProperty("db", out var database) || database.ValueKind is not JsonValueKind.String
            || user.GetString() is not { Length: <= 64 } name
            || database.GetString() is not { Length: <= 63 } place)
        {
            return null;
        }

        return new KeptAccount(name, place)
        {
            Login = ReadKey(member, "login", GuardedKey.Size),
            Coming = ReadKey(member, "coming", GuardedKey.Size),
            SecretKey = ReadKey(member, "secret", KeptAccount.SecretKeySize),
            Token = ReadToken(member),
        };
    }

    private static Secret? ReadToken(JsonElement member)
    {
        if (!member.TryGetProperty("token", out var text) || text.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        var token = JsonMarshal.GetRawUtf8Value(text)[1..^1];
        return KeptAccount.IsToken(token) ? new Secret(token) : null;
    }

    private static GuardedKey? ReadKey(JsonElement member, string name, int size)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        try
        {
            return member.TryGetProperty(name, out var text) && SecretJson.TryGetBytes(text, key[..size]) ? new GuardedKey(key) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>What the member says, as far as it can be understood. <see cref="TryRead"/> finds out whether that was all of it.</summary>
    private VaultKeys? ReadVault(JsonElement root, string name)
    {
        Span<byte> vault = stackalloc byte[16];
        Span<byte> master = stackalloc byte[GuardedKey.Size];
        Span<byte> stable = stackalloc byte[GuardedKey.Size];
        try
        {
            return root.ValueKind is JsonValueKind.Object
                && root.TryGetProperty(name, out var member)
                && SecretJson.TryGetNumber(member, "cur", 1, out var epoch)
                && SecretJson.TryGetNumber(member, "gen", 1, out var ring)
                && SecretJson.TryGetNumber(member, "slot", 0, out var slot)
                && member.TryGetProperty("vault", out var id) && SecretJson.TryGetBytes(id, vault)
                && member.TryGetProperty("mk", out var mk) && SecretJson.TryGetBytes(mk, master)
                && member.TryGetProperty("stable", out var st) && SecretJson.TryGetBytes(st, stable)
                && member.TryGetProperty("epochs", out var list)
                && RingCodec.TryReadClosing(member, epoch, out var closing)
                && RingCodec.ReadEpochs(_kdf, list, epoch) is { } epochs
                ? new VaultKeys(_kdf, VaultId.FromBytes(vault), master, stable, epochs, new VaultPins(epoch, ring, slot)) { Closing = closing }
                : null;
        }
        finally
        {
            master.Clear();
            stable.Clear();
        }
    }
}
