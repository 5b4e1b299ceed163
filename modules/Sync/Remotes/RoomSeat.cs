using Aurix.Platform.Hosting;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>Which remote a scope is for. Taken once, before anything else comes from it.</summary>
internal sealed class RoomSeat(IModuleContext module)
{
    private RemoteContext? _own; // main's is the module's

    public RemoteName Remote { get; private set; }

    public IModuleContext Context => _own ?? module;

    public void Take(RemoteName remote)
    {
        Remote = remote;
        _own = remote.IsMain ? null : new RemoteContext(remote, module);
    }
}
