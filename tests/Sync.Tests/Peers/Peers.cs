using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Peers;

/// <summary>A server of each make that a test asks for, started once for all of them, with devices that have opted in to it.</summary>
public sealed class Peers : IAsyncLifetime
{
    internal const string Gateway = "our gateway";
    internal const string PouchServer = "pouchdb-server";
    internal const string CouchDb = "CouchDB";

    private const int Devices = 3;

    private readonly ConcurrentDictionary<string, Lazy<Task<Peer>>> _peers = new();

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Two devices or three and an empty pair of databases on that server, with nothing but the vault document in it.</summary>
    internal async Task<Meeting> MeetAsync(string make, int devices = 2, TimeProvider? clock = null) =>
        await (await _peers.GetOrAdd(make, name => new(() => Peer.StartAsync(name))).Value).MeetAsync(devices, clock);

    public async Task DisposeAsync()
    {
        foreach (var peer in _peers.Values)
        {
            await (await peer.Value).DisposeAsync();
        }
    }

    private sealed class Peer(ForeignServer server, Server? ours, string folder, string vault) : IAsyncDisposable
    {
        public static async Task<Peer> StartAsync(string make)
        {
            var ours = make == Gateway ? await Server.StartAsync() : null;
            var server = make switch
            {
                Gateway => ForeignServer.At(await ours!.OpenToAdministratorAsync()),
                PouchServer => await ForeignServer.StartPouchAsync(),
                _ => ForeignServer.At(CouchDbFactAttribute.Url!),
            };
            var folder = Directory.CreateTempSubdirectory("aurix-peer-").FullName;
            for (var index = 0; index < Devices; index++)
            {
                await using var device = await Device.StartAsync(Path.Combine(folder, $"device{index}"));
                device.User = server.User;
                if (index == 0)
                {
                    await server.SetUpAsync(device);
                }

                (await device.EnableAsync(server.Address, create: index == 0)).RecoveryCode?.Dispose();
            }

            var vault = (JsonObject)(await server.SendAsync(HttpMethod.Get, server.Database + "/aurix-vault"))!;
            vault.Remove("_rev");
            return new(server, ours, folder, vault.ToJsonString());
        }

        public async Task<Meeting> MeetAsync(int devices, TimeProvider? clock)
        {
            await server.MakeDatabasesAsync();
            await server.SendAsync(HttpMethod.Put, server.Database + "/aurix-vault", JsonNode.Parse(vault));
            return await Meeting.StartAsync(server, folder, devices, clock);
        }

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            if (ours is not null)
            {
                await ours.DisposeAsync();
                Directory.Delete(ours.Disk, recursive: true);
            }

            Directory.Delete(folder, recursive: true);
        }
    }
}
