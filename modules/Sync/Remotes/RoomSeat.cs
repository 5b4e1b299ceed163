using Aurix.Platform.Hosting;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>Which remote a scope is for. Taken once, before anything else comes from it.</summary>
internal sealed class RoomSeat(IModuleContext module)
{
    private RemoteContext? _context;

    public RemoteName Remote { get; private set; }

    /// <summary>The module's own outside of rooms, where the host asks for it.</summary>
    public IModuleContext Context => _context is null ? module : _context;

    public void Take(RemoteName remote) => (Remote, _context) = (remote, new RemoteContext(remote, module));
}
