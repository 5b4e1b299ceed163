using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;

namespace Aurix.Platform.Sync.Live;

/// <summary>The one login that all lanes of a session share: each round would else log in anew, which a server makes slow on purpose.</summary>
internal sealed class LiveConnection(SyncAccount account, ServerDoor door) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly List<CouchClient> _opened = [];
    private CouchClient? _client;

    /// <summary>The connection, logged in; opened when there is none.</summary>
    public async Task<CouchClient> GetAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_client is null)
            {
                _client = await door.EnterAsync(account, cancellationToken);
                _opened.Add(_client);
            }

            return _client;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The next who asks logs in anew. Who works with the old one ends with it.</summary>
    public void Renew() => Volatile.Write(ref _client, null);

    public void Dispose()
    {
        _opened.ForEach(client => client.Dispose());
        _one.Dispose();
    }
}
