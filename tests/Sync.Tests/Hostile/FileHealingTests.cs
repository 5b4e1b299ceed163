using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Hostile;

/// <summary>Chunks that a server lost or replaced are noticed where they are read, and put there again by a device that holds the file.</summary>
public sealed class FileHealingTests
{
    private static readonly byte[] TwoChunks = [.. Enumerable.Range(0, 1_500_000).Select(index => (byte)(index * 7))];

    /// <summary>What a server can give in the place of a piece of a file.</summary>
    public static TheoryData<string, string> Substitutes => new()
    {
        { "T48 chunks 0 and 1 swapped", "ChunkInvalid" },
        { "T51 a chunk of another file", "ChunkInvalid" },
        { "T52 the manifest as a chunk", "ChunkInvalid" },
        { "T53 a short chunk", "ChunkInvalid" },
        { "T55 the manifest made longer", "AuthFailed" },
    };

    [Theory]
    [MemberData(nameof(Substitutes))]
    public async Task T48_to_T55_A_piece_that_is_not_the_one_is_named_and_no_byte_of_it_is_used(string substitute, string code)
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("note", "1");
        var (blob, chunks) = await SentAsync(world);
        var other = await world.A.AttachAsync("other", [1, 2, 3]);
        await world.A.SyncAsync();
        var sent = world.Proxy.Requests.Where(request => request.Is("PUT", "-blob/")).ToDictionary(request => request.Path.Split('/')[2], request => request.Body);
        var (first, last, manifest) = (chunks[0].RemoteId, chunks[1].RemoteId, blob.Manifest.RemoteId);
        var others = (await world.A.Mediator.Send(new DescribeBlob(new BlobKey(other.Manifest.ToString()))))!.Chunks[0].RemoteId;
        var (place, bytes) = substitute[..3] switch
        {
            "T48" => (first, sent[last]),
            "T51" => (last, sent[others]),
            "T52" => (last, sent[manifest]),
            "T53" => (last, sent[last][..^1]),
            _ => (manifest, (byte[])[.. sent[manifest], .. new byte[32]]),
        };
        world.Proxy.After = (request, answer) =>
            request.Is("GET", $"-blob/{place}/b") ? new ProxyAnswer(200, bytes) :
            substitute.StartsWith("T48", StringComparison.Ordinal) && request.Is("GET", $"-blob/{last}/b") ? new ProxyAnswer(200, sent[first]) :
            answer;

        await world.B.SyncAsync();

        Assert.Equal(Enumerable.Repeat(code, substitute.StartsWith("T48", StringComparison.Ordinal) ? 2 : 1), await world.B.RefusalsAsync());
        Assert.Null(await world.B.FileAsync(blob));
        Assert.Equal([1, 2, 3], await world.B.FileAsync(other));
        Assert.Equal("1", await world.B.ReadAsync("note"));
        world.Proxy.BeHonest();
        await world.B.SyncAsync();
        Assert.Equal(TwoChunks, await world.B.FileAsync(blob));
        Assert.Empty(await world.B.QuarantineAsync());
    }

    [Fact]
    public async Task T54_A_last_chunk_that_is_gone_makes_no_shorter_file_and_comes_back_from_who_holds_it()
    {
        await using var world = await World.StartAsync();
        var (blob, chunks) = await SentAsync(world);
        await world.Server.SendAsync(HttpMethod.Delete, $"{Path(chunks[1])}?rev={await RevisionAsync(world, chunks[1])}");

        await world.B.SyncAsync();
        Assert.Equal(["ChunkMissing"], await world.B.RefusalsAsync());
        Assert.Null(await world.B.FileAsync(blob));
        Assert.Equal("{}", await world.B.ReadAsync("letter"));

        var found = await world.A.Mediator.Send(new VerifyRemote { Heal = true });
        Assert.Equal([("ChunkMissing", chunks[1].RemoteId, (DocumentId?)new DocumentId("letter"))], found.Findings.Select(finding => (finding.Code, finding.RemoteId, finding.Document)));
        Assert.Equal(1, found.Healed);
        await world.B.SyncAsync();
        Assert.Equal(TwoChunks, await world.B.FileAsync(blob));
        Assert.Empty(await world.B.QuarantineAsync());
    }

    [Fact]
    public async Task T59_Garbage_under_our_address_is_noticed_at_reading_and_replaced_by_who_holds_the_file()
    {
        await using var world = await World.StartAsync();
        var (blob, chunks) = await SentAsync(world);
        await ReplaceAsync(world, chunks[0]);
        await world.B.SyncAsync();
        Assert.Equal(["ChunkInvalid"], await world.B.RefusalsAsync());
        Assert.Null(await world.B.FileAsync(blob));
        Assert.Equal(0, (await world.A.Mediator.Send(new VerifyRemote())).FindingCount); // it is there; nobody has read it
        Assert.Equal(0, (await world.B.Mediator.Send(new VerifyRemote { Files = true, Heal = true })).Healed); // who does not hold it waits

        var found = await world.A.Mediator.Send(new VerifyRemote { Files = true, Heal = true });

        Assert.Equal(["ChunkInvalid"], found.Findings.Select(finding => finding.Code));
        Assert.Equal(1, found.Healed);
        await world.B.SyncAsync();
        Assert.Equal(TwoChunks, await world.B.FileAsync(blob));
        Assert.Equal(0, (await world.B.Mediator.Send(new VerifyRemote { Files = true })).FindingCount);
    }

    [Fact]
    public async Task T59_What_stands_in_the_way_of_an_upload_is_read_and_replaced_when_it_is_not_ours()
    {
        await using var world = await World.StartAsync();
        var blob = await world.A.AttachAsync("letter", TwoChunks);
        var chunks = (await world.A.Mediator.Send(new DescribeBlob(new BlobKey(blob.Manifest.ToString()))))!.Chunks;
        await PutAsync(world, chunks[0]);
        world.Proxy.Before = request => request.Is("POST", "-blob/_all_docs") ? ProxyAnswer.Text(200, """{"rows":[]}""") : null; // it claims to have none of it

        await world.A.SyncAsync();

        Assert.Equal(0, world.Proxy.Count("POST", "_bulk_docs")); // no name without its bytes, for as long as the server denies them
        world.Proxy.BeHonest();
        Assert.Equal(0, (await world.A.SyncAsync()).ChunksPushed);
        await world.B.SyncAsync();
        Assert.Equal(TwoChunks, await world.B.FileAsync(blob));
        Assert.Empty(await world.B.QuarantineAsync());
    }

    private static async Task<(BlobReference Blob, BlobAddress[] Chunks)> SentAsync(World world)
    {
        var blob = await world.A.AttachAsync("letter", TwoChunks);
        await world.A.SyncAsync();
        return (blob, [.. (await world.A.Mediator.Send(new DescribeBlob(new BlobKey(blob.Manifest.ToString()))))!.Chunks]);
    }

    private static async Task ReplaceAsync(World world, BlobAddress chunk)
    {
        await world.Server.SendAsync(HttpMethod.Delete, $"{Path(chunk)}?rev={await RevisionAsync(world, chunk)}");
        await PutAsync(world, chunk);
    }

    private static Task PutAsync(World world, BlobAddress chunk) =>
        world.Server.SendAsync(HttpMethod.Put, $"{Path(chunk)}/b", "\"garbage\"");

    private static async Task<string> RevisionAsync(World world, BlobAddress chunk) => (string)(await world.Server.SendAsync(HttpMethod.Get, Path(chunk)))["_rev"]!;

    private static string Path(BlobAddress chunk) => $"{World.Database}-blob/{chunk.RemoteId}";
}
