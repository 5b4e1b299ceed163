using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>A hostile server against the wrapped keys (crypto.md §7, T10 to T13).</summary>
public sealed class VaultSlotTests
{
    private static readonly VaultId Vault = VaultId.FromBytes(Vectors.Input("vault"));
    private readonly KeyWrap _wrap = new(new GeraltSodium(), new WorkBuffers());

    public static TheoryData<string> Wrapped => ["slot_pw", "slot_rec", "ring"];

    [Theory]
    [MemberData(nameof(Wrapped))]
    public void T10_Every_flipped_bit_every_truncation_and_every_extension_is_refused(string name)
    {
        var (place, key, wrapped) = Open(name);
        Assert.NotNull(_wrap.Open(place, key, wrapped));

        for (var bit = 0; bit < wrapped.Length * 8; bit++)
        {
            var flipped = wrapped.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(_wrap.Open(place, key, flipped));
        }

        for (var length = 0; length < wrapped.Length; length++)
        {
            Assert.Null(_wrap.Open(place, key, wrapped.AsSpan(0, length)));
        }

        for (var more = 1; more <= 64; more++)
        {
            Assert.Null(_wrap.Open(place, key, (byte[])[.. wrapped, .. new byte[more]]));
        }
    }

    [Fact]
    public void A_slot_has_124_bytes() => Assert.Equal(124, KeyWrap.SlotSize);

    [Fact]
    public void T11_A_slot_opens_in_its_own_place_only()
    {
        var (password, kek, wrapped) = Open("slot_pw");
        var elsewhere = VaultId.FromBytes(Convert.FromHexString("ff0102030405060708090a0b0c0d0e0f"));

        Assert.Null(_wrap.Open(WrapPlace.Password(elsewhere, KeyMode.Password), kek, wrapped));
        Assert.Null(_wrap.Open(WrapPlace.Recovery(Vault), kek, wrapped));
        Assert.Null(_wrap.Open(password, kek, Open("slot_rec").Wrapped));
        Assert.Null(_wrap.Open(password, Vectors.Hex("kek_mode1"), wrapped));
    }

    [Fact]
    public void T12_A_foreign_master_key_under_a_foreign_key_is_refused()
    {
        var place = WrapPlace.Password(Vault, KeyMode.Password);
        var forged = _wrap.Seal(place, 1, new byte[32], new byte[32]);

        Assert.Null(_wrap.Open(place, Vectors.Hex("kek_mode0"), forged));
    }

    [Fact]
    public void T13_A_ciphertext_made_to_open_under_two_keys_opens_under_neither()
    {
        var sodium = new GeraltSodium();
        var kdf = new Kdf(sodium);
        var place = WrapPlace.Password(Vault, KeyMode.Password);
        var (one, other) = (Vectors.Hex("kek_mode0"), Vectors.Hex("kek_mode1"));
        var (encryptOne, encryptOther) = (new byte[32], new byte[32]);
        kdf.Derive(encryptOne, one, "enc"u8);
        kdf.Derive(encryptOther, other, "enc"u8);
        var header = new SealHeader(SealKind.PasswordSlot, 0);
        var frame = new SealFrame(new byte[SealFrame.Size(place.ContextLength, 64)], header, place.ContextLength);
        place.WriteContext(frame.Context, 1);
        var siv = new byte[32];

        // The raw cipher is fooled: one ciphertext, two keys, both tags fit.
        var colliding = TwoKeyCollision.Find(encryptOne, encryptOther, siv.AsSpan(0, 24), frame.Associated, blocks: 4);
        Assert.True(sodium.TryDecrypt(new byte[64], colliding, siv.AsSpan(0, 24), encryptOne, frame.Associated));
        Assert.True(sodium.TryDecrypt(new byte[64], colliding, siv.AsSpan(0, 24), encryptOther, frame.Associated));

        byte[] slot = [.. "AX"u8, 1, 0x31, 0, 0, 0, 0, 1, 0, 0, 0, .. siv, .. colliding];
        Assert.Equal(KeyWrap.SlotSize, slot.Length);
        Assert.Null(_wrap.Open(place, one, slot));
        Assert.Null(_wrap.Open(place, other, slot));
    }

    private static (WrapPlace Place, byte[] Key, byte[] Wrapped) Open(string name)
    {
        var document = VaultDocuments.OfVectors();
        return name switch
        {
            "slot_pw" => (WrapPlace.Password(Vault, KeyMode.Password), Vectors.Hex("kek_mode0"), document.PasswordSlots[0]),
            "slot_rec" => (WrapPlace.Recovery(Vault), Vectors.Subkey("rkek"), document.RecoverySlot),
            _ => (WrapPlace.Ring(Vault), Vectors.Subkey("ring"), document.Ring),
        };
    }
}
