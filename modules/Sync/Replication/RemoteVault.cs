using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;

namespace Aurix.Platform.Sync.Replication;

/// <summary>The server's pair of databases, logged in to.</summary>
internal sealed class RemoteVault : IDisposable
{
    private readonly CouchClient _client;

    private RemoteVault(CouchClient client, RemoteAddress address)
    {
        _client = client;
        Documents = new CouchDatabase(client, address.Database);
        Chunks = new BlobDatabase(client, address.BlobDatabase);
        Name = address.ToString();
    }

    public CouchDatabase Documents { get; }

    public BlobDatabase Chunks { get; }

    /// <summary>What entries of quarantine call it.</summary>
    public string Name { get; }

    /// <exception cref="UsageException"><c>SyncOff</c>.</exception>
    public static async Task<RemoteVault> ConnectAsync(SyncAccount? account, ServerDoor door, CancellationToken cancellationToken) => account is null
        ? throw new UsageException("SyncOff", "Sync is off: there is no server to ask.", "Run 'aurix sync enable' first.")
        : new RemoteVault(await door.EnterAsync(account, cancellationToken), account.Address);

    public void Dispose() => _client.Dispose();
}
