using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Every known answer, through both bindings (T01).</summary>
public sealed class VectorTests
{
    [Theory]
    [MemberData(nameof(Vectors.Bindings), MemberType = typeof(Vectors))]
    public void The_password_of_the_vectors_stretches_and_splits_as_written(string binding)
    {
        var sodium = Vectors.Binding(binding);
        var (salt, stretched, auth, kek) = (new byte[16], new byte[32], new byte[32], new byte[32]);
        var address = LoginAddress.From(Vectors.InputText("user"), Vectors.InputText("db"));
        var stretcher = new PasswordStretcher(sodium);
        using var password = Secret.FromCharacters(Vectors.InputText("pw"));

        stretcher.Salt(salt, address);
        stretcher.Stretch(stretched, password, address);
        Assert.Equal(Vectors.Hex("salt"), salt);
        Assert.Equal(Vectors.Hex("argon2id_256MiB_t3"), stretched);

        new KeySplit(sodium).Split(auth, kek, stretched, []);
        Assert.Equal(Vectors.Hex("auth_mode0"), auth);
        Assert.Equal(Vectors.Hex("kek_mode0"), kek);
        Assert.Equal(Vectors.Text("login_mode0"), Base64Url.EncodeToString(auth));

        new KeySplit(sodium).Split(auth, kek, stretched, Vectors.Input("sk"));
        Assert.Equal(Vectors.Hex("auth_mode1"), auth);
        Assert.Equal(Vectors.Hex("kek_mode1"), kek);
        Assert.Equal(Vectors.Text("login_mode1"), Base64Url.EncodeToString(auth));
    }

    [Theory]
    [MemberData(nameof(Vectors.Bindings), MemberType = typeof(Vectors))]
    public void The_subkeys_are_as_written(string binding)
    {
        var sodium = Vectors.Binding(binding);
        using var keys = Vectors.Keys(sodium);
        var kdf = new Kdf(sodium);
        var (bid, key) = (new byte[32], new byte[32]);

        Assert.Equal(Vectors.Subkey("id"), keys.Ids.Bytes.ToArray());
        Assert.Equal(Vectors.Subkey("doc"), keys.Current.Documents.Bytes.ToArray());
        RemoteDocumentId.Compute(bid, sodium, keys, new DocumentId(Vectors.Text("doc_logical")));
        kdf.Derive(key, keys.Current.Documents.Bytes, "item"u8, bid);
        Assert.Equal(Vectors.Subkey("item"), key);
        kdf.Derive(key, keys.Current.Files.Bytes, "file"u8, Vectors.Input("file"));
        Assert.Equal(Vectors.Subkey("file"), key);
        kdf.Derive(key, keys.Master.Bytes, "ring"u8);
        Assert.Equal(Vectors.Subkey("ring"), key);
        kdf.Derive(key, keys.Stable.Bytes, "log"u8);
        Assert.Equal(Vectors.Subkey("log"), key);
        kdf.Derive(key, Vectors.Input("rk"), "recovery"u8);
        Assert.Equal(Vectors.Subkey("rkek"), key);
    }

    [Theory]
    [MemberData(nameof(Vectors.Bindings), MemberType = typeof(Vectors))]
    public void T01_The_vault_document_is_wrapped_and_opened_as_written(string binding)
    {
        var sodium = Vectors.Binding(binding);
        using var keys = Vectors.Keys(sodium);
        var wrapper = new VaultWrapper(sodium, new WorkBuffers());
        using var login = new OpenLogin(new GuardedKey(Vectors.Hex("kek_mode0")), KeyMode.Password);

        var written = JsonNode.Parse(wrapper.Wrap(keys, login, Vectors.Input("rk")).Write().Utf8.Span)!;
        Assert.Equal(Vectors.Text("slot_pw"), written["slots"]!["pw"]![0]!.GetValue<string>());
        Assert.Equal(Vectors.Text("slot_rec"), written["slots"]!["rec"]!.GetValue<string>());
        Assert.Equal(Vectors.Text("ring"), written["ring"]!.GetValue<string>());
        Assert.Equal("AAECAwQFBgcICQoLDA0ODw", written["vault"]!.GetValue<string>());

        var document = VaultDocuments.OfVectors();
        using var byPassword = wrapper.OpenWithPassword(document, login);
        using var byRecovery = wrapper.OpenWithRecovery(document, Vectors.Input("rk"));
        Assert.Equal(Vectors.Input("mk"), byPassword!.Master.Bytes.ToArray());
        Assert.Equal(Vectors.Input("stable"), byPassword.Stable.Bytes.ToArray());
        Assert.Equal(Vectors.Input("ek1"), byRecovery!.Current.Key.Bytes.ToArray());
    }

    [Theory]
    [MemberData(nameof(Vectors.Bindings), MemberType = typeof(Vectors))]
    public void Documents_are_minted_and_sealed_as_written(string binding)
    {
        var sodium = Vectors.Binding(binding);
        using var keys = Vectors.Keys(sodium);
        var sealer = new DocumentSealer(sodium, new WorkBuffers());
        var parent = RevisionHash.None;
        var generation = 0;

        foreach (var expected in Vectors.All["docs"]!.AsArray())
        {
            var draft = new RevisionDraft(
                new DocumentId(Vectors.Text("doc_logical")),
                ++generation,
                parent,
                expected!["deleted"]!.GetValue<bool>(),
                Encoding.UTF8.GetBytes(expected["plain"]!.GetValue<string>()));

            var made = sealer.Seal(keys, draft);
            Assert.Equal(Vectors.Text("doc_id"), made.RemoteId);
            Assert.Equal(expected["rev"]!.GetValue<string>(), made.Revision.ToString());
            Assert.Equal(expected["e"]!.GetValue<string>(), made.Envelope);
            Assert.Equal(new MintedRevision(made.RemoteId, made.Revision), sealer.Mint(keys, draft));
            parent = made.Revision.Hash;
        }
    }

    [Theory]
    [MemberData(nameof(Vectors.Bindings), MemberType = typeof(Vectors))]
    public void The_file_of_the_vectors_is_sealed_and_opened_as_written(string binding)
    {
        var sodium = Vectors.Binding(binding);
        using var keys = Vectors.Keys(sodium);
        var sealer = new FileSealer(sodium, new WorkBuffers());
        var file = new FileKey(keys.Vault, BlobFileId.FromBytes(Vectors.Input("file")), 1);
        var data = new byte[Vectors.All["file_size"]!.GetValue<int>()];
        for (var index = 0; index < data.Length; index++)
        {
            data[index] = (byte)((index * 7) + (index >> 8));
        }

        var addresses = new List<BlobAddress>();
        foreach (var expected in Vectors.All["chunks"]!.AsArray())
        {
            var start = addresses.Count * BlobReference.ChunkSize;
            var piece = data.AsSpan(start, Math.Min(BlobReference.ChunkSize, data.Length - start));
            var seal = FileSeal.Chunk(file, addresses.Count, isLast: start + piece.Length == data.Length);
            var made = sealer.Seal(keys.Current, seal, piece);
            var hash = new byte[32];
            sodium.Hash(hash, made.Bytes.Span);

            Assert.Equal(expected!["id"]!.GetValue<string>(), made.Address.RemoteId);
            Assert.Equal(expected["len"]!.GetValue<int>(), made.Bytes.Length);
            Assert.Equal(expected["blob_b2b"]!.GetValue<string>(), Convert.ToHexStringLower(hash));
            Assert.Equal(made.Address, sealer.Mint(keys.Current, seal, piece));
            Assert.Null(sealer.Open(keys.Current, seal, made.Address, made.Bytes.Span, out var opened));
            Assert.True(piece.SequenceEqual(opened!.Memory.Span));
            addresses.Add(made.Address);
        }

        var manifest = sealer.Seal(keys.Current, FileSeal.Manifest(file, data.Length, 3), Manifest.Join([.. addresses]));
        Assert.Equal(Vectors.All["manifest"]!["id"]!.GetValue<string>(), manifest.Address.RemoteId);
        Assert.Equal(Vectors.All["manifest"]!["blob"]!.GetValue<string>(), Base64Url.EncodeToString(manifest.Bytes.Span));
    }

    [Theory]
    [MemberData(nameof(Vectors.Bindings), MemberType = typeof(Vectors))]
    public void The_device_log_of_the_vectors_hashes_to_its_head(string binding)
    {
        var sodium = Vectors.Binding(binding);
        var (head, number) = (new byte[32], 0L);

        foreach (var entry in Vectors.All["log_entries"]!.AsArray())
        {
            byte[] link = [.. head, .. Vectors.Input("dev"), .. BitConverter.GetBytes(++number), .. Convert.FromHexString(entry!.GetValue<string>())];
            sodium.Mac(head, Vectors.Subkey("log"), link);
        }

        Assert.Equal(Vectors.Hex("log_head"), head);
    }

    [Fact]
    public void Lengths_are_padded_as_written()
    {
        foreach (var pair in Vectors.All["padme"]!.AsArray())
        {
            Assert.Equal(pair![1]!.GetValue<int>(), Padding.Padme(pair[0]!.GetValue<int>()));
        }
    }
}
