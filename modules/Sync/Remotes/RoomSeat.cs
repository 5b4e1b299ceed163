using Aurix.Platform.Hosting;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>Which remote a scope is for. Taken once, before anything else comes from it.</summary>
internal sealed class RoomSeat(IModuleContext module)
{
    private RemoteContext? _context;

    public RemoteName Remote { get; private set; }

    public IModuleContext Context => _context ?? throw new InvalidOperationException("Services of a remote are to be had in its room only.");

    public void Take(RemoteName remote) => (Remote, _context) = (remote, new RemoteContext(remote, module));
}
