using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Rotation;
using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Documents;
using Aurix.Platform.Tests;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Rotated vaults in two implementations: known answers, and each side opens what the other wrote.</summary>
public sealed class RotationInteropTests
{
    private readonly GeraltSodium _sodium = new();

    [NodeFact(SecondImplementation.Folder)]
    public async Task JavaScript_recomputes_the_vectors()
    {
        var kept = await File.ReadAllTextAsync(Path.Combine(NodeFactAttribute.Locate("tests/vectors"), "rotation-vectors.json"));

        Assert.Equal(kept.Trim(), (await SecondImplementation.RunAsync("rotation.mjs", "vectors")).Trim());
    }

    [Fact]
    public void The_product_recomputes_the_vectors()
    {
        var all = JsonNode.Parse(File.ReadAllText(Path.Combine(NodeFactAttribute.Locate("tests/vectors"), "rotation-vectors.json")))!;
        var inputs = all["inputs"]!;
        var kdf = new Kdf(_sodium);
        EpochKeys[] epochs = [new EpochKeys(kdf, 1, Hex(inputs, "ek1")), new EpochKeys(kdf, 2, Hex(inputs, "ek2"))];
        using var open = new VaultKeys(kdf, VaultId.FromBytes(Hex(inputs, "vaultId")), Hex(inputs, "mk"), Hex(inputs, "stable"), epochs, new VaultPins(2, inputs["ringGeneration"]!.GetValue<int>(), 0));
        var buffers = new WorkBuffers();
        var sealer = new FileSealer(_sodium, buffers);

        var list = ClosingList.Build([.. inputs["ids"]!.AsArray().Select(id => Entry(open, id!.GetValue<string>(), inputs))]);
        Assert.Equal(all["list"]!.GetValue<string>(), Convert.ToHexStringLower(list));

        var file = new FileKey(open.Vault, BlobFileId.FromBytes(Hex(inputs, "fileId")), 2);
        using var chunk = sealer.Seal(open.Current, FileSeal.Chunk(file, 0, isLast: true), list);
        using var manifest = sealer.Seal(open.Current, FileSeal.Manifest(file, list.Length, 1), Manifest.Join([chunk.Address]));
        Assert.Equal((all["chunk"]!.GetValue<string>(), all["chunkBlob"]!.GetValue<string>()), (chunk.Address.RemoteId, Hash(chunk.Bytes.Span)));
        Assert.Equal((all["manifest"]!.GetValue<string>(), all["manifestBlob"]!.GetValue<string>()), (manifest.Address.RemoteId, Hash(manifest.Bytes.Span)));

        using var closed = new VaultKeys(kdf, open.Vault, open.Master.Bytes, open.Stable.Bytes, open.Epochs.Select(epoch => new EpochKeys(kdf, epoch.Number, epoch.Key.Bytes)), open.Pins)
        {
            Closing = new BlobReference(file.File, 2, manifest.Address, list.Length),
        };
        var ring = new byte[RingCodec.MaxLength(closed)];
        ring = ring[..RingCodec.Write(closed, ring)];
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        kdf.Derive(key, closed.Master.Bytes, "ring"u8);
        var wrapped = new KeyWrap(_sodium, buffers).Seal(WrapPlace.Ring(closed.Vault), closed.Pins.Ring, key, ring);
        Assert.Equal(all["ring"]!.GetValue<string>(), Base64Url.EncodeToString(wrapped));
    }

    [NodeFact(SecondImplementation.Folder)]
    public async Task What_JavaScript_rotated_is_judged_here()
    {
        var written = JsonNode.Parse(await SecondImplementation.RunAsync("rotation.mjs", "write"))!;
        await using var device = await Device.StartAsync();
        var vault = await device.JoinAsync(new BodyBytes(Encoding.UTF8.GetBytes(written["vaultDocument"]!.ToJsonString())), Text(written, "password"));
        await device.Send(new ConfirmVault(vault.Vault));
        var list = (await device.Send(new DescribeClosedEpochs())).List!;
        var manifest = await device.Send(new OpenManifest(list, Base64Url.DecodeFromChars(Text(written, "manifest"))));
        using var chunk = await device.Send(new OpenChunk(list, 0, manifest.Chunks[0], Base64Url.DecodeFromChars(Text(written, "chunk"))));
        Assert.True((await device.Send(new KeepClosingPiece(list, 0, chunk.Data))).IsHere);

        var opened = await device.Send(new OpenDocuments([.. written["documents"]!.AsArray().Select(document => new ReceivedDocument(Text(document!, "id"), Text(document!, "rev"), false, Text(document!, "e"), []))]));

        Assert.Equal("note:listed", Assert.IsType<OpenOutcome.Opened>(opened[0]).Body.Id.Value);
        Assert.Equal("EpochClosed", Assert.IsType<OpenOutcome.Rejected>(opened[1]).Code);
    }

    [NodeFact(SecondImplementation.Folder)]
    public async Task What_was_rotated_here_is_judged_in_JavaScript()
    {
        const string Password = "five words after the rotation";
        var (device, _) = await Device.CreateAsync();
        await using var keep = device;
        var before = await device.WrapAsync();
        var old = await device.Send(new SealDocuments([Drafts.Edit("note:listed"), Drafts.Edit("note:unlisted")]));
        await device.Send(new BeginRotation());
        await device.Send(new NameClosingLeaves([new ClosingLeaf(old[0].RemoteId, old[0].Revision)]));
        var blobs = new JsonArray();
        for (var last = false; !last;)
        {
            var piece = await device.Send(new SealClosingPiece(blobs.Count));
            blobs.Add(new JsonObject { ["address"] = piece.Blob.Address.ToString(), ["blob"] = Base64Url.EncodeToString(piece.Blob.Bytes.Span) });
            last = piece.IsLast;
        }

        var wrapped = await device.Send(new WrapRotation((await device.LoginAsync(Password)).Number, before));
        wrapped.RecoveryCode.Dispose();
        await device.Send(new CommitRotation());
        var anew = await device.Send(new SealDocuments([Drafts.Edit("note:new")]));
        var path = Path.Combine(device.DataDirectory, "written.json");
        await File.WriteAllTextAsync(path, new JsonObject
        {
            ["user"] = Device.User,
            ["database"] = Device.Database,
            ["password"] = Password,
            ["vaultDocument"] = JsonNode.Parse(wrapped.Document.Utf8.Span),
            ["blobs"] = blobs,
            ["documents"] = new JsonArray([.. old.Concat(anew).Select(document => new JsonObject { ["id"] = document.RemoteId, ["rev"] = document.Revision.ToString(), ["deleted"] = false, ["e"] = document.Envelope })]),
        }.ToJsonString());

        var read = JsonNode.Parse(await SecondImplementation.RunAsync("rotation.mjs", "read", path))!;

        Assert.Equal((2, 2), (read["current"]!.GetValue<int>(), read["generation"]!.GetValue<int>()));
        Assert.Equal([true, false, false], read["documents"]!.AsArray().Select(document => document!["listed"]!.GetValue<bool>()));
        Assert.Equal(Drafts.EditText("note:new"), Text(read["documents"]![2]!, "plain"));
    }

    private byte[] Entry(VaultKeys keys, string id, JsonNode inputs)
    {
        var entry = new byte[ClosingList.EntrySize];
        Span<byte> bid = stackalloc byte[32];
        Envelopes.RemoteDocumentId.Compute(bid, _sodium, keys, new DocumentId(id));
        ClosingList.Write(entry, bid, new Revision(inputs["generation"]!.GetValue<int>(), RevisionHash.FromBytes(Hex(inputs, "hash"))));
        return entry;
    }

    private string Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[32];
        _sodium.Hash(hash, bytes);
        return Convert.ToHexStringLower(hash);
    }

    private static byte[] Hex(JsonNode node, string name) => Convert.FromHexString(Text(node, name));

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
