using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>A hostile server against one document (crypto.md §7, T20 to T41).</summary>
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
        _opener = new(_sodium, _buffers);
    }

    public void Dispose() => _keys.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void What_was_sealed_opens_to_the_same_bytes(int generation, bool isTombstone)
    {
        var draft = isTombstone ? Drafts.Retire(generation) : Drafts.Edit(generation: generation);
        var made = _sealer.Seal(_keys, draft);

        var opened = Assert.IsType<OpenOutcome.Opened>(_opener.Open(_keys, Drafts.Received(made, isTombstone)));
        Assert.Equal(draft.Body.ToArray(), opened.Encoded.Utf8.ToArray());
        Assert.Equal(Drafts.Id, opened.Body.Id.Value);
        Assert.Equal(made.Revision, opened.Revision);
        Assert.Equal(generation == 1 ? null : new Revision(generation - 1, Drafts.Parent), opened.Parent);
        Assert.Equal(isTombstone, opened.IsTombstone);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_single_flipped_bit_is_rejected_with_its_code(bool isTombstone)
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
    public void Every_truncation_and_every_extension_up_to_64_bytes_is_rejected(bool isTombstone)
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
    public void A_document_without_an_envelope_is_plaintext_or_a_forged_delete()
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
        byte[] knownKinds = [0x02, 0x10, 0x11, 0x30, 0x31, 0x32, 0x33, 0x40];
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
    public void Bodies_that_change_places_are_refused()
    {
        var one = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit("note:1")));
        var other = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit("note:2")));

        Assert.Equal(RejectionCodes.AuthFailed, Code(one with { RemoteId = other.RemoteId }));
        Assert.Equal(RejectionCodes.AuthFailed, Code(other with { RemoteId = one.RemoteId }));
        Assert.Equal(RejectionCodes.AuthFailed, Code(one with { RemoteId = "dAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }));
    }

    [Fact]
    public void The_same_keys_under_another_vault_id_open_nothing()
    {
        using var elsewhere = Vectors.Keys(_sodium, vault: "ff0102030405060708090a0b0c0d0e0f");
        var made = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit()));

        Assert.Equal(RejectionCodes.AuthFailed, Assert.IsType<OpenOutcome.Rejected>(_opener.Open(elsewhere, made)).Code);
    }

    [Fact]
    public void An_old_body_under_a_newer_revision_is_refused()
    {
        var old = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit(generation: 2, content: "1")));
        var newer = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit(generation: 2, content: "2")));

        Assert.Equal(RejectionCodes.RevMismatch, Code(newer with { Envelope = old.Envelope }));
        Assert.Equal(RejectionCodes.RevMismatch, Code(old with { Revision = "" }));
    }

    [Fact]
    public void An_upper_case_revision_is_refused()
    {
        var made = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit()));
        Assert.Contains(made.Revision, char.IsAsciiLetterLower);

        Assert.Equal(RejectionCodes.RevMismatch, Code(made with { Revision = made.Revision.ToUpperInvariant() }));
    }

    [Fact]
    public void A_generation_raised_under_the_old_seal_is_refused()
    {
        var made = _sealer.Seal(_keys, Drafts.Edit(generation: 2));
        var envelope = Base64Url.DecodeFromChars(made.Envelope);
        BinaryPrimitives.WriteInt32LittleEndian(envelope.AsSpan(8), 9);

        var received = Drafts.Received(made) with { Revision = "9-" + made.Revision.Hash, Envelope = Base64Url.EncodeToString(envelope) };
        Assert.Equal(RejectionCodes.AuthFailed, Code(received));
    }

    [Fact]
    public void Ancestors_that_contradict_the_envelope_are_refused_and_stemmed_ones_are_not()
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
    public void A_deletion_flag_that_the_envelope_does_not_carry_is_refused()
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
    public void Only_the_canonical_spelling_of_base64url_is_read()
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
    public void A_huge_envelope_is_refused_before_it_is_decoded()
    {
        var made = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit()));

        Assert.Equal(RejectionCodes.EnvelopeMalformed, Code(made with { Envelope = new string('A', 10_000_000) }));
    }

    [Fact]
    public void The_largest_body_opens_and_a_larger_one_is_not_sealed()
    {
        var frame = Drafts.EditText(content: "\"\"").Length;
        var largest = Drafts.Edit(content: $"\"{new string('a', DocumentBodyCodec.MaxBytes - frame)}\"");
        Assert.Equal(DocumentBodyCodec.MaxBytes, largest.Body.Length);

        Assert.Null(Code(Drafts.Received(_sealer.Seal(_keys, largest))));
        Assert.Throws<Errors.UsageException>(() => DocumentSealer.Check(largest with { Body = new byte[DocumentBodyCodec.MaxBytes + 1] }));
    }

    [Fact]
    public void An_epoch_without_a_key_is_named()
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
    public void A_body_of_another_document_sealed_here_by_a_broken_client_is_refused()
    {
        var confused = Drafts.Draft(Drafts.EditText("note:2"), id: "note:1");

        Assert.Equal(RejectionCodes.IdMismatch, Code(Drafts.Received(_sealer.Seal(_keys, confused))));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_kind_of_body_that_does_not_belong_behind_this_flag_is_refused(bool isTombstone, bool retires)
    {
        var confused = Drafts.Draft(retires ? Drafts.RetireText() : Drafts.EditText(), generation: 2, isTombstone: isTombstone);

        Assert.Equal(RejectionCodes.KindMismatch, Code(Drafts.Received(_sealer.Seal(_keys, confused), isTombstone)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"v\":2}")]
    [InlineData("{\"id\":\"note:1\",\"kind\":\"retire\",\"type\":\"note\", \"v\":1}")]
    [InlineData("{\"kind\":\"retire\",\"id\":\"note:1\",\"type\":\"note\",\"v\":1}")]
    [InlineData("{\"id\":\"note:1\",\"id\":\"note:1\",\"kind\":\"retire\",\"type\":\"note\",\"v\":1}")]
    [InlineData("{\"id\":\"\\ud800\",\"kind\":\"retire\",\"type\":\"note\",\"v\":1}")]
    [InlineData("{\"id\":null,\"kind\":\"retire\",\"type\":\"note\",\"v\":1}")]
    [InlineData("{\"id\":\"note:1\",\"kind\":\"dance\",\"type\":\"note\",\"v\":1}")]
    public void A_body_that_cannot_be_read_is_refused_and_nothing_is_thrown(string body)
    {
        Assert.Equal(RejectionCodes.BodyMalformed, Code(Drafts.Received(_sealer.Seal(_keys, Drafts.Draft(body)))));
    }

    [Fact]
    public void A_body_nested_too_deep_is_refused_and_nothing_is_thrown()
    {
        var deep = Drafts.EditText(content: new string('[', 5000) + new string(']', 5000));

        Assert.Equal(RejectionCodes.BodyMalformed, Code(Drafts.Received(_sealer.Seal(_keys, Drafts.Draft(deep)))));
    }

    [Theory]
    [InlineData(200, 256, 255, 1)]   // a byte after the data is not zero
    [InlineData(253, 256, -1, 0)]    // the length points past the end
    [InlineData(-1, 256, -1, 0)]     // 2^32 - 1
    [InlineData(100, 272, -1, 0)]    // a larger bucket than the data needs
    [InlineData(100, 257, -1, 0)]    // no bucket at all
    public void Padding_other_than_our_own_is_refused(int length, int padded, int dirtyAt, byte dirt)
    {
        var plaintext = new byte[padded];
        BinaryPrimitives.WriteInt32LittleEndian(plaintext, length);
        if (dirtyAt >= 0)
        {
            plaintext[dirtyAt] = dirt;
        }

        Assert.Equal(RejectionCodes.PaddingInvalid, Code(SealRaw(plaintext)));
    }

    /// <summary>An envelope around any plaintext at all, by somebody with the keys.</summary>
    private ReceivedDocument SealRaw(byte[] plaintext)
    {
        var (bid, key, siv, ciphertext) = (new byte[32], new byte[32], new byte[32], new byte[plaintext.Length + 16]);
        RemoteDocumentId.Compute(bid, _sodium, _keys, new DocumentId(Drafts.Id));
        new Kdf(_sodium).Derive(key, _keys.Current.Documents.Bytes, "item"u8, bid);
        var header = new SealHeader(SealKind.Document, 1);
        var frame = new SealFrame(new byte[SealFrame.Size(EnvelopeLayout.ContextLength, plaintext.Length)], header, EnvelopeLayout.ContextLength);
        EnvelopeLayout.WriteContext(frame.Context, _keys.Vault, bid, 1, RevisionHash.None);
        plaintext.CopyTo(frame.Plaintext);
        new Sealer(_sodium).Seal(siv, ciphertext, key, frame);
        byte[] envelope = [.. "AX"u8, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, .. new byte[16], .. siv, .. ciphertext];
        return new ReceivedDocument(RemoteDocumentId.ToText(bid), "1-" + Convert.ToHexStringLower(siv[..16]), false, Base64Url.EncodeToString(envelope), []);
    }

    private static string ExpectedAfterFlip(int bit, bool isTombstone) => (bit / 8) switch
    {
        0 or 1 => RejectionCodes.EnvelopeMalformed,          // "AX"
        2 => RejectionCodes.VersionUnsupported,
        // Of all kinds one bit away from 01 and 02, only 11, a manifest, is a kind at all.
        3 => !isTombstone && bit == 28 ? RejectionCodes.KindMismatch : RejectionCodes.VersionUnsupported,
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
