using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>The rooms of this copy of the module, made when they are first asked for. They end with it.</summary>
internal sealed class Rooms(IModuleContext context, IServiceScopeFactory scopes) : IDisposable
{
    private readonly ConcurrentDictionary<RemoteName, Lazy<Room>> _rooms = new();

    /// <summary>The module's own.</summary>
    public IModuleContext Module => context;

    /// <summary>Main, and every other remote that has an account; in the order of their names.</summary>
    public ImmutableArray<Room> All => [Open(RemoteName.Main), .. RemoteContext.Kept(context).Select(Open).Where(room => room.Accounts.Exists).OrderBy(room => room.Remote)];

    /// <summary>The room of a remote.</summary>
    /// <param name="remote">Its name.</param>
    /// <param name="mayBeNew">Whether a name that nothing is kept under is one to come, and no mistake.</param>
    /// <exception cref="UsageException"><c>RemoteUnknown</c>.</exception>
    public Room For(RemoteName remote, bool mayBeNew = false)
    {
        if (!remote.IsMain && !mayBeNew && !All.Any(room => room.Remote == remote))
        {
            throw new UsageException("RemoteUnknown", $"There is no remote called '{remote}'.", $"See 'aurix sync status', or make it with 'aurix sync enable ADDRESS --remote {remote}'.");
        }

        return Open(remote);
    }

    public void Dispose()
    {
        foreach (var room in _rooms.Values.Where(room => room.IsValueCreated))
        {
            room.Value.Dispose();
        }
    }

    private Room Open(RemoteName remote) => _rooms.GetOrAdd(remote, name => new(() =>
    {
        Directory.CreateDirectory(RemoteContext.FolderOf(name, context));
        var scope = scopes.CreateScope();
        scope.ServiceProvider.GetRequiredService<RoomSeat>().Take(name);
        return new Room(name, scope);
    })).Value;
}
