using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using MediatR;

namespace Aurix.Platform.Sync.Replication;

/// <summary>The server's pair of databases, logged in to.</summary>
internal sealed class RemoteVault : IDisposable
{
    private readonly CouchClient _client;

    private RemoteVault(SyncAccount account, TimeProvider time)
    {
        _client = new CouchClient(account.Address, account.User, account.ServerPassword, new RetrySchedule(time));
        Documents = new CouchDatabase(_client, account.Address.Database);
        Chunks = new BlobDatabase(_client, account.Address.BlobDatabase);
        Name = account.Address.ToString();
    }

    public CouchDatabase Documents { get; }

    public BlobDatabase Chunks { get; }

    /// <summary>What entries of quarantine call it.</summary>
    public string Name { get; }

    /// <exception cref="UsageException"><c>SyncOff</c>.</exception>
    public static async Task<RemoteVault> ConnectAsync(SyncAccount? account, TimeProvider time, CancellationToken cancellationToken)
    {
        if (account is null)
        {
            throw new UsageException("SyncOff", "Sync is off: there is no server to ask.", "Run 'aurix sync enable' first.");
        }

        var vault = new RemoteVault(account, time);
        try
        {
            await vault._client.ConnectAsync(cancellationToken);
            return vault;
        }
        catch
        {
            vault.Dispose();
            throw;
        }
    }

    public void Dispose() => _client.Dispose();
}
