using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Filters;

namespace Aurix.Platform.Sync.Replication;

/// <summary>The server's pair of databases, logged in to.</summary>
internal sealed class RemoteVault : IDisposable
{
    private readonly CouchClient _client;

    private RemoteVault(CouchClient client, OwnLog log, Sharing sharing, RemoteAddress address)
    {
        _client = client;
        Log = log;
        Sharing = sharing;
        Documents = new CouchDatabase(client, address.Database);
        Chunks = new BlobDatabase(client, address.BlobDatabase);
        Name = address.ToString();
    }

    public CouchDatabase Documents { get; }

    public BlobDatabase Chunks { get; }

    /// <summary>Takes the notes of what is sent; the next round publishes them.</summary>
    public OwnLog Log { get; }

    /// <summary>What goes there, and what is taken in from there.</summary>
    public Sharing Sharing { get; }

    /// <summary>What entries of quarantine call it.</summary>
    public string Name { get; }

    /// <summary>Logs in. Whoever means to send does it while no round runs (<see cref="RoundRunner.AloneAsync"/>): both keep the own log.</summary>
    public static async Task<RemoteVault> ConnectAsync(SyncAccount account, ServerDoor door, DeviceTools tools, CancellationToken cancellationToken)
    {
        var state = await tools.IdentifyAsync(account, cancellationToken);
        return new RemoteVault(await door.EnterAsync(account, cancellationToken), new OwnLog(state, tools), tools.SharingOf(account.Client), account.Address);
    }

    public void Dispose()
    {
        Log.Dispose();
        _client.Dispose();
    }
}
