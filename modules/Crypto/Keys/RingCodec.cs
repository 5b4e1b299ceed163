using System.Text.Json;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Rotation;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>The plaintext of the key ring: <c>{"closed":{"f":b64u,"m":b64u,"sz":104},"cur":2,"epochs":[{"e":1,"k":b64u}],"gen":2,"stable":b64u}</c>.</summary>
/// <remarks>
/// Canonical JSON, so a ring's sealed bytes are a function of the keys: a device can tell whether a server shows its own ring.
/// <c>closed</c> is there from the first rotation on: the file that names what stays valid of the epochs before <c>cur</c>; it is
/// sealed under <c>cur</c>. A ring with members beyond these is from a newer build and is not read half.
/// </remarks>
internal static class RingCodec
{
    private const int Members = 4;

    public static int MaxLength(VaultKeys keys) => 512 + (96 * keys.EpochCount);

    public static int Write(VaultKeys keys, Span<byte> buffer)
    {
        var text = new SecretText(buffer);
        text.Add("{"u8);
        if (keys.Closing is { } closing)
        {
            WriteClosing(ref text, closing);
            text.Add(","u8);
        }

        text.Add("\"cur\":"u8);
        text.Add(keys.Pins.Epoch);
        text.Add(",\"epochs\":"u8);
        WriteEpochs(ref text, keys);
        text.Add(",\"gen\":"u8);
        text.Add(keys.Pins.Ring);
        text.Add(",\"stable\":"u8);
        text.AddQuoted(keys.Stable.Bytes);
        text.Add("}"u8);
        return text.Written.Length;
    }

    /// <summary>The keys that a ring and its master key make; null when the ring is not one of ours.</summary>
    public static VaultKeys? Read(Kdf kdf, VaultId vault, ReadOnlySpan<byte> master, int slot, int generation, ReadOnlyMemory<byte> plaintext)
    {
        Span<byte> stable = stackalloc byte[GuardedKey.Size];
        try
        {
            using var json = JsonDocument.Parse(plaintext, SecretJson.Options);
            var root = json.RootElement;
            return SecretJson.TryGetNumber(root, "cur", 1, out var epoch)
                && SecretJson.TryGetNumber(root, "gen", 1, out var gen) && gen == generation
                && root.TryGetProperty("stable", out var st) && SecretJson.TryGetBytes(st, stable)
                && root.TryGetProperty("epochs", out var list)
                && TryReadClosing(root, epoch, out var closing)
                && root.GetPropertyCount() == Members + (closing is null ? 0 : 1)
                && ReadEpochs(kdf, list, epoch) is { } epochs
                ? new VaultKeys(kdf, vault, master, stable, epochs, new VaultPins(epoch, gen, slot)) { Closing = closing }
                : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null; // InvalidOperationException: a name with half of a surrogate pair
        }
        finally
        {
            stable.Clear();
        }
    }

    public static void WriteClosing(ref SecretText text, BlobReference closing)
    {
        text.Add("\"closed\":{\"f\":"u8);
        text.AddQuoted(closing.File.ToBytes());
        text.Add(",\"m\":"u8);
        text.AddQuoted(closing.Manifest.ToBytes());
        text.Add(",\"sz\":"u8);
        text.Add((int)closing.Size);
        text.Add("}"u8);
    }

    /// <summary>False when there is a member <c>closed</c> that is none of ours.</summary>
    public static bool TryReadClosing(JsonElement root, int epoch, out BlobReference? closing)
    {
        closing = null;
        if (!root.TryGetProperty("closed", out var member))
        {
            return true;
        }

        Span<byte> file = stackalloc byte[16];
        Span<byte> manifest = stackalloc byte[Sealer.SivSize];
        if (!SecretJson.TryGetNumber(member, "sz", 0, out var size)
            || size > ClosingList.MaxBytes
            || !member.TryGetProperty("f", out var f) || !SecretJson.TryGetBytes(f, file)
            || !member.TryGetProperty("m", out var m) || !SecretJson.TryGetBytes(m, manifest)
            || member.GetPropertyCount() != 3)
        {
            return false;
        }

        closing = new BlobReference(BlobFileId.FromBytes(file), epoch, BlobAddress.FromBytes(manifest), size);
        return true;
    }

    public static void WriteEpochs(ref SecretText text, VaultKeys keys)
    {
        var separator = "[{\"e\":"u8;
        foreach (var epoch in keys.Epochs)
        {
            text.Add(separator);
            text.Add(epoch.Number);
            text.Add(",\"k\":"u8);
            text.AddQuoted(epoch.Key.Bytes);
            separator = "},{\"e\":"u8;
        }

        text.Add("}]"u8);
    }

    /// <summary>Epochs in ascending order, the current one among them; null otherwise.</summary>
    public static List<EpochKeys>? ReadEpochs(Kdf kdf, JsonElement list, int current)
    {
        var epochs = new List<EpochKeys>();
        if (!TryReadEpochs(kdf, list, epochs) || !epochs.Exists(epoch => epoch.Number == current))
        {
            epochs.ForEach(epoch => epoch.Dispose());
            return null;
        }

        return epochs;
    }

    private static bool TryReadEpochs(Kdf kdf, JsonElement list, List<EpochKeys> epochs)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        try
        {
            if (list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() > VaultKeys.MaxEpochs)
            {
                return false;
            }

            foreach (var item in list.EnumerateArray())
            {
                var next = epochs.Count == 0 ? 1 : epochs[^1].Number + 1;
                if (!SecretJson.TryGetNumber(item, "e", next, out var number)
                    || number == int.MaxValue
                    || !item.TryGetProperty("k", out var value)
                    || !SecretJson.TryGetBytes(value, key))
                {
                    return false;
                }

                epochs.Add(new EpochKeys(kdf, number, key));
            }

            return true;
        }
        finally
        {
            key.Clear();
        }
    }
}
