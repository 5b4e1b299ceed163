using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>The module's context as a room sees it: a folder of its own, and a way to the others that says which remote it speaks for.</summary>
internal sealed class RemoteContext(RemoteName remote, IModuleContext module) : IModuleContext
{
    private const string Folder = "remotes";

    private readonly RemoteMediator _mediator = new(remote, module.Mediator);

    public string ModuleId => module.ModuleId;

    public string DataDirectory { get; } = FolderOf(remote, module);

    public IReadOnlyDictionary<string, string> Settings => module.Settings;

    public IMediator Mediator => _mediator;

    public ILoggerFactory Logging => module.Logging;

    public TimeProvider Time => module.Time;

    public CancellationToken Draining => module.Draining;

    /// <summary>Main's is the module's own, so that whatever it kept before there were others is where it was.</summary>
    public static string FolderOf(RemoteName remote, IModuleContext module) => remote.IsMain ? module.DataDirectory : Path.Combine(module.DataDirectory, Folder, remote.Value);

    /// <summary>The names under which something is kept, beside main.</summary>
    public static IEnumerable<RemoteName> Kept(IModuleContext module)
    {
        var folder = Path.Combine(module.DataDirectory, Folder);
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(RemoteName.IsValid).Select(name => new RemoteName(name)).Where(name => !name.IsMain)
            : [];
    }
}
