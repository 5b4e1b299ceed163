using System.Text.RegularExpressions;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>What an honest round sends and fetches.</summary>
public sealed class RoundTests
{
    [Fact]
    public async Task A_document_of_one_device_arrives_at_the_other()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("note", """{"text":"hello"}""");

        await world.A.SyncAsync();
        var report = await world.B.SyncAsync();

        Assert.Equal(1, report.DocumentsPulled);
        Assert.Equal("""{"text":"hello"}""", await world.B.ReadAsync("note"));
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
    }

    [Fact]
    public async Task Only_envelopes_under_opaque_ids_are_sent()
    {
        await using var world = await World.StartAsync();
        await EditApartAsync(world);
        await world.B.SyncAsync();

        var documents = world.Proxy.Requests.Where(request => request.Is("POST", "/_bulk_docs")).SelectMany(request => request.Json["docs"]!.AsArray()).Select(document => document!.AsObject()).ToList();

        Assert.Contains(documents, document => document.ContainsKey("_deleted"));
        Assert.All(documents, document =>
        {
            string[] members = [.. document.Select(member => member.Key).Order(StringComparer.Ordinal)];
            Assert.Equal(document.ContainsKey("_deleted") ? ["_deleted", "_id", "_rev", "_revisions", "e"] : ["_id", "_rev", "_revisions", "e"], members);
            Assert.Matches(new Regex("^d[A-Za-z0-9_-]{43}$"), (string)document["_id"]!);
        });
    }

    [Fact]
    public async Task Losers_are_parked_before_the_merge_that_replaces_them()
    {
        await using var world = await World.StartAsync();
        await EditApartAsync(world);
        world.Proxy.BeHonest();

        await world.B.SyncAsync();

        var sent = Assert.Single(world.Proxy.Requests, request => request.Is("POST", "/_bulk_docs")).Json["docs"]!.AsArray();
        Assert.True(sent.Count >= 2);
        Assert.Equal([.. sent.Select(document => document!["_deleted"] is null).Order()], sent.Select(document => document!["_deleted"] is null));
        Assert.NotNull(sent[0]!["_deleted"]);
        Assert.Null(sent[^1]!["_deleted"]);
    }

    [Fact] // I-2: a piece of the feed that goes in parts is passed only when its last part is there
    public async Task Large_documents_go_in_parts_and_the_checkpoint_waits_for_the_last()
    {
        await using var world = await World.StartAsync();
        for (var number = 1; number <= 4; number++)
        {
            await world.A.WriteAsync($"large{number}", $"\"{new string((char)('a' + number), 2_500_000)}\"");
        }

        await world.A.SyncAsync();
        var report = await world.B.SyncAsync();

        var requests = world.Proxy.Requests.ToList();
        var parts = requests.Where(request => request.Is("POST", "/_bulk_docs")).ToList();
        Assert.Equal(4, parts.Count);
        Assert.All(parts, part => Assert.Single(part.Json["docs"]!.AsArray()));
        var (first, last) = (requests.IndexOf(parts[0]), requests.IndexOf(parts[^1]));
        Assert.DoesNotContain(requests[first..last], request => request.Is("PUT", "/_local/"));
        Assert.Contains(requests[last..], request => request.Is("PUT", "/_local/"));
        Assert.Equal(4, report.DocumentsPulled);
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
    }

    [Fact]
    public async Task A_file_is_on_the_server_before_the_document_that_names_it()
    {
        await using var world = await World.StartAsync();
        await world.A.AttachAsync("letter", new byte[1000]);

        await world.A.SyncAsync();

        var order = world.Proxy.Requests.Where(request => request.Is("PUT", "-blob/") || request.Is("POST", "/_bulk_docs")).Select(request => request.Method).ToArray();
        Assert.Equal(["PUT", "PUT", "POST"], order); // a chunk, the manifest, the document
    }

    [Fact] // CE-14: its author learned of the later edit before it sent its own, so nothing but the park ever names the file
    public async Task A_file_that_only_a_park_names_is_on_the_server_before_it_and_found_there()
    {
        await using var world = await World.StartAsync(devices: 3);
        var file = await world.B.AttachAsync("letter", new byte[1000]);
        world.A.Time.Advance(TimeSpan.FromMinutes(1));
        await world.A.WriteAsync("letter", "1");
        await world.A.SyncAsync();
        world.Proxy.BeHonest();

        await world.B.SyncAsync();
        Assert.Equal("1", await world.B.ReadAsync("letter"));
        var order = world.Proxy.Requests.Where(request => request.Is("PUT", "-blob/") || request.Is("POST", "/_bulk_docs")).Select(request => request.Method).ToArray();
        Assert.Equal(["PUT", "PUT", "POST"], order);

        await world.C.SyncAsync();
        Assert.Equal(new byte[1000], await world.C.FileAsync(file));
    }

    // Both edited what both had; A's edit is on the server, B does not know of it yet.
    private static async Task EditApartAsync(World world)
    {
        await world.A.WriteAsync("shared", "1");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.A.WriteAsync("shared", "2");
        await world.B.WriteAsync("shared", "3");
        await world.A.SyncAsync();
    }
}
