using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Vaults;

/// <summary>The document <c>aurix-vault</c>: the vault's keys, wrapped, as the server keeps them (crypto.md §2.4).</summary>
/// <remarks>
/// <code>
/// {"v":1,"vault":b64u,"prof":1,"mode":0,"slots":{"pw":[E…],"rec":E,"inv":[E…]},"ring":E}        no inv when there are none
/// </code>
/// Nothing in it is believed. <c>prof</c> and <c>mode</c> are compared with what this build does, never obeyed.
/// </remarks>
/// <param name="Vault">Its claim to be this vault; the wrapped keys open only if it is true.</param>
/// <param name="PasswordSlots">One, or two while a password is being changed.</param>
/// <param name="RecoverySlot">Opened by the recovery code.</param>
/// <param name="Ring">Opened by the master key.</param>
internal sealed record VaultDocument(VaultId Vault, ImmutableArray<byte[]> PasswordSlots, byte[] RecoverySlot, byte[] Ring)
{
    /// <summary>Argon2id with 256 MiB and 3 passes.</summary>
    public const byte Profile = 1;

    private const int Version = 1;

    // An old slot and a new one, and room for an interrupted change or two.
    private const int MaxSlots = 4;

    /// <summary>How many invitations may be open at once.</summary>
    public const int MaxInvitations = 4;

    // A ring of the largest size in base64url, and slots.
    private const int MaxBytes = 256 << 10;

    /// <summary>What its password slots claim to be derived from. Whoever opens one compares it with the login.</summary>
    public KeyMode Mode { get; init; }

    /// <summary>Opened by an invitation's code; mostly none.</summary>
    public ImmutableArray<byte[]> Invitations { get; init; } = [];

    /// <exception cref="VaultException"><c>VaultMalformed</c>, <c>KdfProfileMismatch</c>.</exception>
    public static VaultDocument Read(BodyBytes document)
    {
        if (document.Utf8.Length > MaxBytes)
        {
            throw VaultErrors.Malformed("it is too large");
        }

        try
        {
            using var json = JsonDocument.Parse(document.Utf8, SecretJson.Options);
            return Read(json.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // InvalidOperationException: a member of another type, or half of a surrogate pair.
            throw VaultErrors.Malformed("it is not the JSON object it should be");
        }
    }

    public BodyBytes Write()
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", Version);
            writer.WriteString("vault", Vault.ToString());
            writer.WriteNumber("prof", Profile);
            writer.WriteNumber("mode", (byte)Mode);
            writer.WriteStartObject("slots");
            writer.WriteStartArray("pw");
            foreach (var slot in PasswordSlots)
            {
                writer.WriteStringValue(Base64Url.EncodeToString(slot));
            }

            writer.WriteEndArray();
            writer.WriteString("rec", Base64Url.EncodeToString(RecoverySlot));
            if (!Invitations.IsEmpty)
            {
                writer.WriteStartArray("inv");
                foreach (var slot in Invitations)
                {
                    writer.WriteStringValue(Base64Url.EncodeToString(slot));
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteString("ring", Base64Url.EncodeToString(Ring));
            writer.WriteEndObject();
        }

        return new BodyBytes(output.WrittenMemory);
    }

    private static VaultDocument Read(JsonElement root)
    {
        if (root.GetProperty("v").ValueKind is not JsonValueKind.Number || !root.GetProperty("v").TryGetInt32(out var version) || version != Version)
        {
            throw VaultErrors.Malformed("it has another version", "Update this device.");
        }

        if (!IsNumber(root, "prof", Profile) || !SecretJson.TryGetNumber(root, "mode", 0, out var mode) || mode > (int)KeyMode.SecretKey)
        {
            throw VaultErrors.ProfileMismatch();
        }

        Span<byte> vault = stackalloc byte[16];
        if (!SecretJson.TryGetBytes(root.GetProperty("vault"), vault))
        {
            throw VaultErrors.Malformed("it names no vault");
        }

        var slots = root.GetProperty("slots");
        var passwords = slots.GetProperty("pw");
        if (passwords.GetArrayLength() is 0 or > MaxSlots)
        {
            throw VaultErrors.Malformed("it has no password slot, or too many");
        }

        return new VaultDocument(
            VaultId.FromBytes(vault),
            [.. passwords.EnumerateArray().Select(Wrapped)],
            Wrapped(slots.GetProperty("rec")),
            Wrapped(root.GetProperty("ring")))
        {
            Mode = (KeyMode)mode,
            Invitations = ReadInvitations(slots),
        };
    }

    /// <summary>A copy without the invitations that ended before this moment.</summary>
    public VaultDocument WithoutExpired(DateTimeOffset now) =>
        this with { Invitations = [.. Invitations.Where(slot => !SlotEditor.HasEnded(Vault, slot, now))] };

    private static bool IsNumber(JsonElement root, string name, int expected) => SecretJson.TryGetNumber(root, name, 0, out var value) && value == expected;

    private static ImmutableArray<byte[]> ReadInvitations(JsonElement slots)
    {
        if (!slots.TryGetProperty("inv", out var invitations))
        {
            return [];
        }

        return invitations.GetArrayLength() is > 0 and <= MaxInvitations
            ? [.. invitations.EnumerateArray().Select(Wrapped)]
            : throw VaultErrors.Malformed("it has an empty list of invitations, or too many");
    }

    private static byte[] Wrapped(JsonElement element)
    {
        var text = element.GetString();
        var length = CanonicalBase64Url.DecodedLength(text?.Length ?? 1);
        var bytes = length is >= 0 and <= KeyWrap.MaxSize ? new byte[length] : [];
        return text is not null && CanonicalBase64Url.TryDecode(text, bytes) ? bytes : throw VaultErrors.Malformed("a wrapped key is not base64url");
    }
}
