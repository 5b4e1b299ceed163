using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>Everything that belongs to one remote, in a scope of its own: what is in it cannot reach another's account, logs or alarms.</summary>
internal sealed class Room(RemoteName remote, IServiceScope scope) : IDisposable
{
    public RemoteName Remote => remote;

    public AccountStore Accounts => Get<AccountStore>();

    /// <summary>How far the owner has let it go; off as well while the account cannot be read, which whoever asks for a round is told.</summary>
    public SyncState State
    {
        get
        {
            try
            {
                return Accounts.State;
            }
            catch (StoreException)
            {
                return SyncState.Off;
            }
        }
    }

    public T Get<T>()
        where T : class => scope.ServiceProvider.GetRequiredService<T>();

    public void Dispose() => scope.Dispose();
}
