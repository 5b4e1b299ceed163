using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;
using Aurix.Platform.Tests;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>A second implementation, in JavaScript, written from docs/formats/envelope.md: each side opens what the other wrote.</summary>
public sealed class InteropTests
{
    /// <summary>Contents that two JSON implementations like to spell differently.</summary>
    private static readonly string[] Contents =
    [
        "{\"text\":\"Grüße 🎙️👩‍🚀\",\"🎙\":\"a name beyond the BMP\",\"\uFF5E\":\"sorts after it\"}",
        "{\"text\":\"line\u2028paragraph\u2029delete\u007Fbom\uFEFFnul\\u0000tab\\t\"}",
        "{\"big\":12345678901234567890123,\"beyond\":9007199254740993,\"half\":0.5,\"tenth\":0.1,\"huge\":1e21,\"minus\":-1}",
        "[]",
        "null",
    ];

    [NodeFact(SecondImplementation.Folder)]
    public async Task T01_JavaScript_recomputes_and_opens_every_vector()
    {
        var said = await SecondImplementation.RunAsync("verify.mjs", Path.Combine(NodeFactAttribute.Locate("tests/vectors"), "crypto-vectors.json"));

        Assert.Equal("62 passed, 0 failed", said.Trim());
    }

    [NodeFact(SecondImplementation.Folder)]
    public async Task T01_T34_What_JavaScript_writes_opens_here_and_is_spelled_alike()
    {
        var written = JsonNode.Parse(await SecondImplementation.RunAsync("write.mjs"))!;
        await using var device = await Device.StartAsync();
        using var password = Secret.FromCharacters(Text(written, "password"));
        var login = await device.Send(new BeginLogin(Text(written, "user"), Text(written, "database"), password));
        var document = new BodyBytes(Encoding.UTF8.GetBytes(written["vaultDocument"]!.ToJsonString()));
        var vault = await device.Send(new JoinVault(login.Number, document));

        Assert.Equal(Text(written, "serverPassword"), login.ServerPassword.Reveal());
        Assert.Equal(Text(written, "vault"), vault.Vault.ToString());
        Assert.Equal((2, 2), (vault.Epoch, vault.RingGeneration));
        using var code = Secret.FromCharacters(Text(written, "recoveryCode"));
        Assert.Equal(vault, await device.Send(new RecoverVault(code, document)));
        await device.Send(new ConfirmVault(vault.Vault));
        Assert.Equal(vault, await device.Send(new CheckVaultDocument(document)));

        var documents = written["documents"]!.AsArray();
        Assert.Equal(18, documents.Count);
        var opened = await device.Send(new OpenDocuments([.. documents.Select(item =>
            new ReceivedDocument(Text(item!, "id"), Text(item!, "rev"), item!["deleted"]!.GetValue<bool>(), Text(item!, "e"), []))]));
        foreach (var (outcome, item) in opened.Zip(documents))
        {
            var body = Assert.IsType<OpenOutcome.Opened>(outcome);
            Assert.Equal(Text(item!, "plain"), Encoding.UTF8.GetString(body.Encoded.Utf8.Span));
            Assert.Equal(Text(item!, "logical"), body.Body.Id.Value);
            Assert.Equal(body.Encoded.Utf8.ToArray(), DocumentBodyCodec.Encode(body.Body).Utf8.ToArray());
        }

        await AssertFileAsync(device, written["file"]!);
    }

    [NodeFact(SecondImplementation.Folder)]
    public async Task T01_T34_What_is_written_here_opens_in_JavaScript()
    {
        var (device, vault) = await Device.CreateAsync();
        await using var _ = device;
        var login = await device.LoginAsync();
        var wrapped = await device.Send(new WrapVault(login.Number));
        using var code = wrapped.RecoveryCode;
        var drafts = Contents.Select((content, index) => Body($"note:{index}", content)).ToList();
        drafts.Add(Drafts.Retire());
        var sealedDocuments = await device.Send(new SealDocuments([.. drafts]));
        var (blob, blobs, data) = await SealFileAsync(device, vault.Vault);

        var written = new JsonObject
        {
            ["user"] = Device.User,
            ["database"] = Device.Database,
            ["password"] = Device.Password,
            ["recoveryCode"] = code.Reveal(),
            ["vaultDocument"] = JsonNode.Parse(wrapped.Document.Utf8.Span),
            ["documents"] = new JsonArray([.. sealedDocuments.Zip(drafts).Select(pair => new JsonObject
            {
                ["id"] = pair.First.RemoteId,
                ["rev"] = pair.First.Revision.ToString(),
                ["deleted"] = pair.Second.IsTombstone,
                ["e"] = pair.First.Envelope,
            })]),
            ["file"] = new JsonObject
            {
                ["id"] = blob.File.ToString(),
                ["epoch"] = blob.Epoch,
                ["size"] = blob.Size,
                ["manifest"] = blob.Manifest.ToString(),
                ["blobs"] = new JsonArray([.. blobs.Select(piece => new JsonObject
                {
                    ["address"] = piece.Address.ToString(),
                    ["blob"] = Base64Url.EncodeToString(piece.Bytes.Span),
                })]),
            },
        };
        var path = Path.Combine(device.DataDirectory, "written.json");
        await File.WriteAllTextAsync(path, written.ToJsonString());

        var read = JsonNode.Parse(await SecondImplementation.RunAsync("read.mjs", path))!;
        Assert.Equal(login.ServerPassword.Reveal(), Text(read, "serverPassword"));
        Assert.True(read["recoveryOpens"]!.GetValue<bool>());
        Assert.Equal(drafts.Select(draft => Encoding.UTF8.GetString(draft.Body.Span)), read["documents"]!.AsArray().Select(item => item!.GetValue<string>()));
        Assert.Equal(Blake2b(data), Text(read, "file"));
    }

    private static RevisionDraft Body(string id, string content)
    {
        var actor = new ActorId(0xa1);
        var dot = new Dot(actor, 1);
        var body = new DocumentBody
        {
            Id = new DocumentId(id),
            Type = new DocumentType("note"),
            Kind = DocumentBodyKind.Edit,
            Causes = CausalSet.Empty.With(dot),
            Dot = dot,
            Stamp = new HybridTimestamp(1767225600000, 0, actor),
            Content = CanonicalJson.Parse(content),
        };
        return new RevisionDraft(body.Id, 1, RevisionHash.None, false, DocumentBodyCodec.Encode(body).Utf8);
    }

    private static async Task<(BlobReference Blob, SealedBlob[] Blobs, byte[] Data)> SealFileAsync(Device device, VaultId vault)
    {
        byte[] data = [.. Enumerable.Range(0, BlobReference.ChunkSize + 777).Select(index => (byte)((index * 31) + (index >> 9)))];
        ChunkDraft[] chunks = [new(0, false, data.AsMemory(0, BlobReference.ChunkSize)), new(1, true, data.AsMemory(BlobReference.ChunkSize))];
        var key = await device.Send(new BeginFile(vault));
        var addresses = await device.Send(new MintChunks(key, [.. chunks]));
        var blob = new BlobReference(key.File, key.Epoch, await device.Send(new MintManifest(key, data.Length, addresses)), data.Length);
        return (blob, [.. await device.Send(new SealChunks(blob, [.. chunks])), await device.Send(new SealManifest(blob, addresses))], data);
    }

    private static async Task AssertFileAsync(Device device, JsonNode file)
    {
        Assert.True(BlobAddress.TryParse(Text(file["manifest"]!, "address"), out var manifest));
        var id = BlobFileId.FromBytes(Base64Url.DecodeFromChars(Text(file, "id")));
        var blob = new BlobReference(id, file["epoch"]!.GetValue<int>(), manifest, file["size"]!.GetValue<long>());
        var list = await device.Send(new OpenManifest(blob, Base64Url.DecodeFromChars(Text(file["manifest"]!, "blob"))));
        Assert.Null(list.Code);

        var data = new List<byte>();
        foreach (var (chunk, index) in file["chunks"]!.AsArray().Select((chunk, index) => (chunk!, index)))
        {
            Assert.Equal(Text(chunk, "address"), list.Chunks[index].ToString());
            var outcome = await device.Send(new OpenChunk(blob, index, list.Chunks[index], Base64Url.DecodeFromChars(Text(chunk, "blob"))));
            Assert.Null(outcome.Code);
            data.AddRange(outcome.Data.Span);
        }

        Assert.Equal(Text(file, "b2b"), Blake2b([.. data]));
    }

    private static string Blake2b(byte[] data)
    {
        var hash = new byte[32];
        new GeraltSodium().Hash(hash, data);
        return Convert.ToHexStringLower(hash);
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
