using System.Buffers.Binary;
using System.Buffers.Text;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>A hostile server, without a key, against the envelope of one document (crypto.md §7, T20 to T41).</summary>
public sealed class EnvelopeRejectionTests : IDisposable
{
    private readonly GeraltSodium _sodium = new();
    private readonly WorkBuffers _buffers = new();
    private readonly VaultKeys _keys;
    private readonly DocumentSealer _sealer;
    private readonly DocumentOpener _opener;

    public EnvelopeRejectionTests()
    {
        _keys = Vectors.Keys(_sodium);
        _sealer = new(_sodium, _buffers);
        _opener = Openers.Make(_sodium, _buffers, _sealer);
    }

    public void Dispose() => _keys.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void T30_Every_single_flipped_bit_is_rejected_with_its_code(bool isTombstone)
    {
        var made = _sealer.Seal(_keys, isTombstone ? Drafts.Retire() : Drafts.Edit(generation: 2));
        var envelope = Base64Url.DecodeFromChars(made.Envelope);
        Assert.Equal(332, envelope.Length);
        for (var bit = 0; bit < 2656; bit++)
        {
            var flipped = envelope.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal((bit, ExpectedAfterFlip(bit, isTombstone)), (bit, Code(made, flipped, isTombstone)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void T30_T31_Every_truncation_and_every_extension_up_to_64_bytes_is_rejected(bool isTombstone)
    {
        var made = _sealer.Seal(_keys, isTombstone ? Drafts.Retire() : Drafts.Edit(generation: 2));
        var envelope = Base64Url.DecodeFromChars(made.Envelope);
        for (var length = 0; length < envelope.Length; length++)
        {
            Assert.Equal(RejectionCodes.EnvelopeMalformed, Code(made, envelope[..length], isTombstone));
        }

        for (var more = 1; more <= 64; more++)
        {
            Assert.Equal(RejectionCodes.AuthFailed, Code(made, [.. envelope, .. new byte[more]], isTombstone));
        }
    }

    [Fact]
    public void T20_A_document_without_an_envelope_is_plaintext_or_a_forged_delete()
    {
        var made = _sealer.Seal(_keys, Drafts.Edit());

        Assert.Equal(RejectionCodes.PlaintextInjected, Code(Drafts.Received(made) with { Envelope = null }));
        Assert.Equal(RejectionCodes.ForgedDelete, Code(Drafts.Received(made) with { Envelope = null, IsTombstone = true }));
    }

    [Fact]
    public void T21_Every_other_version_and_every_other_kind_is_refused()
    {
        var made = _sealer.Seal(_keys, Drafts.Edit());
        var envelope = Base64Url.DecodeFromChars(made.Envelope);
        byte[] knownKinds = [0x02, 0x10, 0x11, 0x20, 0x21, 0x22, 0x30, 0x31, 0x32, 0x33, 0x40];
        for (var value = 0; value < 256; value++)
        {
            var other = envelope.ToArray();
            other[2] = (byte)value;
            Assert.Equal(value == 1 ? null : RejectionCodes.VersionUnsupported, Code(made, other));

            other = envelope.ToArray();
            other[3] = (byte)value;
            Assert.Equal(value == 1 ? null : knownKinds.Contains((byte)value) ? RejectionCodes.KindMismatch : RejectionCodes.VersionUnsupported, Code(made, other));
        }
    }

    [Fact]
    public void T22_T23_Bodies_that_change_places_are_refused()
    {
        var one = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit("note:1")));
        var other = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit("note:2")));

        Assert.Equal(RejectionCodes.AuthFailed, Code(one with { RemoteId = other.RemoteId }));
        Assert.Equal(RejectionCodes.AuthFailed, Code(other with { RemoteId = one.RemoteId }));
        Assert.Equal(RejectionCodes.AuthFailed, Code(one with { RemoteId = "dAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }));
    }

    [Fact]
    public void T24_The_same_keys_under_another_vault_id_open_nothing()
    {
        using var elsewhere = Vectors.Keys(_sodium, vault: "ff0102030405060708090a0b0c0d0e0f");
        var made = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit()));

        Assert.Equal(RejectionCodes.AuthFailed, Assert.IsType<OpenOutcome.Rejected>(_opener.Open(elsewhere, made)).Code);
    }

    [Fact]
    public void T25_An_old_body_under_a_newer_revision_is_refused()
    {
        var old = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit(generation: 2, content: "1")));
        var newer = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit(generation: 2, content: "2")));

        Assert.Equal(RejectionCodes.RevMismatch, Code(newer with { Envelope = old.Envelope }));
        Assert.Equal(RejectionCodes.RevMismatch, Code(old with { Revision = "" }));
    }

    [Fact]
    public void T40_An_upper_case_revision_is_refused()
    {
        var made = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit()));
        Assert.Contains(made.Revision, char.IsAsciiLetterLower);

        Assert.Equal(RejectionCodes.RevMismatch, Code(made with { Revision = made.Revision.ToUpperInvariant() }));
    }

    [Fact]
    public void T26_A_generation_raised_under_the_old_seal_is_refused()
    {
        var made = _sealer.Seal(_keys, Drafts.Edit(generation: 2));
        var envelope = Base64Url.DecodeFromChars(made.Envelope);
        BinaryPrimitives.WriteInt32LittleEndian(envelope.AsSpan(8), 9);

        var received = Drafts.Received(made) with { Revision = "9-" + made.Revision.Hash, Envelope = Base64Url.EncodeToString(envelope) };
        Assert.Equal(RejectionCodes.AuthFailed, Code(received));
    }

    [Fact]
    public void T27_Ancestors_that_contradict_the_envelope_are_refused_and_stemmed_ones_are_not()
    {
        var made = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit(generation: 2)));
        var own = made.Revision[2..];

        Assert.Null(Code(made with { Ancestry = [own] }));
        Assert.Null(Code(made with { Ancestry = [own, "00000000000000000123456789abcdef"] }));
        Assert.Equal(RejectionCodes.LineageMismatch, Code(made with { Ancestry = [own, "ffffffffffffffffffffffffffffffff"] }));
        Assert.Equal(RejectionCodes.LineageMismatch, Code(made with { Ancestry = ["ffffffffffffffffffffffffffffffff"] }));
        Assert.Equal(RejectionCodes.LineageMismatch, Code(made with { Ancestry = [own, "00000000000000000123456789abcdef", own] }));
    }

    [Fact]
    public void T28_A_deletion_flag_that_the_envelope_does_not_carry_is_refused()
    {
        var live = _sealer.Seal(_keys, Drafts.Edit(generation: 2));
        var tombstone = _sealer.Seal(_keys, Drafts.Retire());
        var flipped = Base64Url.DecodeFromChars(live.Envelope);
        flipped[3] = 0x02;

        Assert.Equal(RejectionCodes.KindMismatch, Code(Drafts.Received(live, isTombstone: true)));
        Assert.Equal(RejectionCodes.KindMismatch, Code(Drafts.Received(tombstone)));
        Assert.Equal(RejectionCodes.AuthFailed, Code(live, flipped, isTombstone: true));
    }

    [Fact]
    public void T32_Only_the_canonical_spelling_of_base64url_is_read()
    {
        var made = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit()));
        var e = made.Envelope!;

        // 332 = 3 · 110 + 2 bytes, so the last character has two bits that mean nothing.
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var stray = Alphabet[Alphabet.IndexOf(e[^1], StringComparison.Ordinal) ^ 1];
        foreach (var spelling in (string[])[e[..^1] + stray, e + "=", e + "\n", " " + e, e[..40] + " " + e[41..], e.Replace('-', '+').Replace('_', '/') + "+", e + "AA", "é" + e[1..]])
        {
            Assert.Equal(RejectionCodes.EnvelopeMalformed, Code(made with { Envelope = spelling }));
        }

        foreach (var id in (string?[])[null, "", "d", made.RemoteId + "=", "c" + made.RemoteId[1..], made.RemoteId[..^1] + " ", made.RemoteId[..^1] + "é"])
        {
            Assert.Equal(RejectionCodes.EnvelopeMalformed, Code(made with { RemoteId = id! }));
        }
    }

    [Fact]
    public void T41_A_huge_envelope_is_refused_before_it_is_decoded()
    {
        var made = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit()));

        Assert.Equal(RejectionCodes.EnvelopeMalformed, Code(made with { Envelope = new string('A', 10_000_000) }));
    }

    [Fact]
    public void T47_An_epoch_without_a_key_is_named()
    {
        var made = _sealer.Seal(_keys, Drafts.Edit());
        var envelope = Base64Url.DecodeFromChars(made.Envelope);
        foreach (var epoch in (uint[])[0, 2, int.MaxValue, uint.MaxValue])
        {
            BinaryPrimitives.WriteUInt32LittleEndian(envelope.AsSpan(4), epoch);
            Assert.Equal(RejectionCodes.EpochUnknown, Code(made, envelope));
        }
    }

    [Fact]
    public void T27_A_parent_rewritten_inside_the_envelope_is_refused()
    {
        var made = _sealer.Seal(_keys, Drafts.Edit(generation: 2));
        var envelope = Base64Url.DecodeFromChars(made.Envelope);
        envelope[12] ^= 1;

        Assert.Equal(RejectionCodes.AuthFailed, Code(made, envelope));
    }

    [Fact]
    public void T33_An_altered_end_of_V_is_refused_though_the_revision_and_the_nonce_are_right()
    {
        var made = _sealer.Seal(_keys, Drafts.Edit(generation: 2));
        for (var place = 52; place < 60; place++)
        {
            var envelope = Base64Url.DecodeFromChars(made.Envelope);
            envelope[place] ^= 0x40;
            Assert.Equal(RejectionCodes.SivMismatch, Code(made, envelope));
        }
    }

    private static string ExpectedAfterFlip(int bit, bool isTombstone) => (bit / 8) switch
    {
        0 or 1 => RejectionCodes.EnvelopeMalformed,          // "AX"
        2 => RejectionCodes.VersionUnsupported,
        // Of all kinds one bit away from 01, only 11 and 21, a manifest and a piece of a log, are kinds at all; of those away from 02 only 22, a word on collecting.
        3 => bit is 29 || (!isTombstone && bit is 28) ? RejectionCodes.KindMismatch : RejectionCodes.VersionUnsupported,
        >= 4 and < 8 => RejectionCodes.EpochUnknown,
        >= 8 and < 12 => bit is 65 or 94 or 95 ? RejectionCodes.EnvelopeMalformed : RejectionCodes.RevMismatch, // generation 2 becomes 0, or above 999,999,999
        >= 12 and < 28 => RejectionCodes.AuthFailed,         // parent
        >= 28 and < 44 => RejectionCodes.RevMismatch,        // the half of V that is the revision
        >= 44 and < 52 => RejectionCodes.AuthFailed,         // the rest of the nonce
        >= 52 and < 60 => RejectionCodes.SivMismatch,        // V beyond the nonce
        _ => RejectionCodes.AuthFailed,
    };

    private string? Code(SealedDocument made, byte[] envelope, bool isTombstone = false) =>
        Code(Drafts.Received(made, isTombstone) with { Envelope = Base64Url.EncodeToString(envelope) });

    private string? Code(ReceivedDocument received) => _opener.Open(_keys, received) switch
    {
        OpenOutcome.Rejected rejected => rejected.Code,
        _ => null,
    };
}
