using System.Buffers.Text;
using System.Text;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Tests;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Every parser of this module that sees bytes from a server, fed with damaged ones: it refuses with its own code, or what comes out is what went in.</summary>
public sealed class ParserFuzzTests : IDisposable
{
    private const int Bounded = 20_000;

    private readonly GeraltSodium _sodium = new();
    private readonly WorkBuffers _buffers = new();
    private readonly VaultKeys _keys;
    private readonly DocumentSealer _sealer;
    private readonly DocumentOpener _opener;

    public ParserFuzzTests()
    {
        _keys = Vectors.Keys(_sodium);
        _sealer = new(_sodium, _buffers);
        _opener = Openers.Make(_sodium, _buffers, _sealer);
    }

    public void Dispose() => _keys.Dispose();

    [Fact]
    public void Envelopes()
    {
        var sealedDocuments = new[] { Drafts.Edit(), Drafts.Edit(generation: 2), Drafts.Retire() }.Select(draft => (draft.IsTombstone, Document: _sealer.Seal(_keys, draft))).ToList();
        foreach (var (isTombstone, document) in sealedDocuments)
        {
            var received = Drafts.Received(document, isTombstone);

            // As bytes, so that the damage gets past the alphabet, and as text.
            Fuzzing.Run(Bounded, [Base64Url.DecodeFromChars(document.Envelope)], bytes =>
                AssertRefusedUnlessSame(received, received with { Envelope = Base64Url.EncodeToString(bytes) }));
            Fuzzing.Run(Bounded, [Encoding.UTF8.GetBytes(document.Envelope)], bytes =>
                AssertRefusedUnlessSame(received, received with { Envelope = Encoding.Latin1.GetString(bytes) }));
        }
    }

    [Fact]
    public void What_a_server_says_beside_an_envelope()
    {
        var received = Drafts.Received(_sealer.Seal(_keys, Drafts.Edit(generation: 2))) with { Ancestry = [] };
        Fuzzing.Run(Bounded, [Encoding.UTF8.GetBytes(received.RemoteId)], bytes => AssertRefusedUnlessSame(received, received with { RemoteId = Encoding.Latin1.GetString(bytes) }));
        Fuzzing.Run(Bounded, [Encoding.UTF8.GetBytes(received.Revision)], bytes => AssertRefusedUnlessSame(received, received with { Revision = Encoding.Latin1.GetString(bytes) }));
    }

    [Fact]
    public void Document_bodies_out_of_an_envelope()
    {
        // Somebody with the keys sealed them, but badly.
        Fuzzing.Run(Bounded, [Encoding.UTF8.GetBytes(Drafts.EditText()), Encoding.UTF8.GetBytes(Drafts.RetireText())], bytes =>
        {
            var draft = new RevisionDraft(new DocumentId(Drafts.Id), 1, RevisionHash.None, IsTombstone: false, bytes);
            var outcome = _opener.Open(_keys, Drafts.Received(_sealer.Seal(_keys, draft)));
            if (outcome is OpenOutcome.Opened opened)
            {
                Assert.Equal(bytes, opened.Encoded.Utf8.ToArray());
                _ = DocumentBodyCodec.Decode(DocumentBodyCodec.Encode(opened.Body).Utf8);
            }
        });
    }

    [Fact]
    public void Pieces_of_files()
    {
        var sealer = new FileSealer(_sodium, _buffers);
        var seal = FileSeal.Chunk(new FileKey(_keys.Vault, BlobFileId.FromBytes("0123456789abcdef"u8), _keys.Current.Number), 0, isLast: true);
        using var made = sealer.Seal(_keys.Current, seal, "a short recording"u8);
        var valid = made.Bytes.ToArray();
        Fuzzing.Run(Bounded, [valid], bytes =>
        {
            var refusal = sealer.Open(_keys.Current, seal, made.Address, bytes, out var data);
            using (data)
            {
                Assert.True(refusal is not null || bytes.AsSpan().SequenceEqual(valid));
            }
        });
    }

    [Fact]
    public async Task Vault_documents()
    {
        var (device, vault) = await Device.CreateAsync();
        await using (device)
        {
            var document = await device.WrapAsync();
            Fuzzing.Run(Bounded, [document.Utf8.ToArray()], bytes =>
            {
                try
                {
                    var read = VaultDocument.Read(new BodyBytes(bytes));
                    _ = VaultDocument.Read(read.Write());
                }
                catch (VaultException refused)
                {
                    Assert.Contains(refused.Code, (string[])["VaultMalformed", "KdfProfileMismatch"]);
                }
            });

            // And through the whole check, which opens the ring.
            Fuzzing.Run(Bounded / 4, [document.Utf8.ToArray()], bytes =>
            {
                try
                {
                    var checkedVault = device.Send(new CheckVaultDocument(new BodyBytes(bytes))).GetAwaiter().GetResult();
                    Assert.Equal(vault, checkedVault);
                }
                catch (VaultException refused)
                {
                    Assert.Contains(refused.Code, (string[])["VaultMalformed", "KdfProfileMismatch", "VaultMismatch", "KeyringRollback", "VaultRotated"]);
                }
            });
            Assert.Equal(vault, await device.Send(new DescribeVault()));
        }
    }

    [Fact]
    public void Key_rings_out_of_their_wrap()
    {
        var kdf = new Kdf(_sodium);
        var ring = new byte[RingCodec.MaxLength(_keys)];
        ring = ring[..RingCodec.Write(_keys, ring)];
        var rotated = Encoding.UTF8.GetBytes("{\"closed\":{\"f\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"m\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"sz\":52}," + Encoding.UTF8.GetString(ring)[1..]);
        Assert.NotNull(RingCodec.Read(kdf, _keys.Vault, new byte[32], 1, _keys.Pins.Ring, rotated)?.Closing);
        Fuzzing.Run(Bounded / 4, [ring, rotated], bytes =>
        {
            // Sealed by somebody with the master key, so it may say anything; it must only not take the device down.
            using var read = RingCodec.Read(kdf, _keys.Vault, new byte[32], 1, _keys.Pins.Ring, bytes);
            Assert.True(read is null || read.EpochCount <= VaultKeys.MaxEpochs);
        });
    }

    private void AssertRefusedUnlessSame(ReceivedDocument valid, ReceivedDocument damaged)
    {
        if (_opener.Open(_keys, damaged) is OpenOutcome.Opened)
        {
            Assert.Equal((valid.RemoteId, valid.Revision, valid.Envelope), (damaged.RemoteId, damaged.Revision, damaged.Envelope));
        }
    }
}
