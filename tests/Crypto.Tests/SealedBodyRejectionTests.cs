using System.Buffers.Binary;
using System.Buffers.Text;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>What somebody with the keys may have sealed: the same bytes come back, and what no sound client writes is refused (crypto.md §7, T34 to T36).</summary>
public sealed class SealedBodyRejectionTests : IDisposable
{
    private readonly GeraltSodium _sodium = new();
    private readonly WorkBuffers _buffers = new();
    private readonly VaultKeys _keys;
    private readonly DocumentSealer _sealer;
    private readonly DocumentOpener _opener;

    public SealedBodyRejectionTests()
    {
        _keys = Vectors.Keys(_sodium);
        _sealer = new(_sodium, _buffers);
        _opener = Openers.Make(_sodium, _buffers, _sealer);
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
    public void T36_A_body_of_another_document_sealed_here_by_a_broken_client_is_refused()
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
    public void T34_A_body_that_cannot_be_read_is_refused_and_nothing_is_thrown(string body)
    {
        Assert.Equal(RejectionCodes.BodyMalformed, Code(Drafts.Received(_sealer.Seal(_keys, Drafts.Draft(body)))));
    }

    [Fact]
    public void T41_A_body_nested_too_deep_is_refused_and_nothing_is_thrown()
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
    public void T35_Padding_other_than_our_own_is_refused(int length, int padded, int dirtyAt, byte dirt)
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

    private string? Code(ReceivedDocument received) => _opener.Open(_keys, received) switch
    {
        OpenOutcome.Rejected rejected => rejected.Code,
        _ => null,
    };
}
