using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>The same road through servers that we did not write: nothing in it may depend on our own gateway.</summary>
public sealed class ForeignServerTests
{
    [NodeFact("tests/pouchdb")]
    public async Task Two_devices_meet_through_pouchdb_server()
    {
        await using var server = await ForeignServer.StartPouchAsync();

        await MeetAsync(server);
    }

    [CouchDbFact]
    public async Task Two_devices_meet_through_the_CouchDB_that_the_environment_names()
    {
        await using var server = ForeignServer.At(CouchDbFactAttribute.Url!);

        await MeetAsync(server);
    }

    // Documents, a file of three chunks, a conflict, a delete; then both are equal and a further round moves nothing.
    private static async Task MeetAsync(ForeignServer server)
    {
        await using var a = await Device.StartAsync();
        await using var b = await Device.StartAsync();
        using (var password = new Secret(System.Text.Encoding.UTF8.GetBytes(World.Password)))
        {
            var login = await a.Mediator.Send(new BeginLogin(World.User, server.Database, password));
            using var serverPassword = login.ServerPassword;
            await server.SetUpAsync(serverPassword);
            await a.Mediator.Send(new EndLogin(login.Number));
        }

        byte[] sound = [.. Enumerable.Range(0, 2_500_000).Select(index => (byte)(index * 31))];
        await a.WriteAsync("note:1", """{"text":"before"}""");
        await a.WriteAsync("note:gone", """{"text":"short-lived"}""");
        var blob = await a.AttachAsync("recording:1", sound);
        await a.EnableAsync(server.Address, create: true);
        await a.SyncAsync();
        await b.EnableAsync(server.Address);
        await b.SyncAsync();
        Assert.Equal(sound, await b.FileAsync(blob));

        var lost = await a.WriteAsync("note:1", """{"text":"from a"}""");
        await b.WriteAsync("note:1", """{"text":"from b"}""");
        await b.Mediator.Send(new Storage.DeleteDocument(new("note:gone"), await b.RevisionAsync("note:gone")));
        foreach (var device in new[] { a, b, a })
        {
            await device.SyncAsync();
        }

        Assert.Equal(await a.StateAsync(), await b.StateAsync());
        Assert.Equal("""{"text":"from b"}""", await a.ReadAsync("note:1"));
        var conflict = Assert.Single((await a.Mediator.Send(new ListConflicts(null, 10))).Conflicts);
        Assert.Contains(conflict.Versions, version => version.Revision == lost);
        Assert.Empty(await a.RefusalsAsync());

        var quiet = await b.SyncAsync();
        Assert.Equal((0, 0, 0, 0), (quiet.DocumentsPulled, quiet.DocumentsPushed, quiet.ChunksPulled, quiet.ChunksPushed));
    }
}
