using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace Aurix.Platform.Host.Loading;

/// <summary>Holds the libraries that must exist once per process and stay for its whole life, whatever is swapped: SQLite.</summary>
/// <remarks>
/// POSIX file locks belong to the process, so two native copies of SQLite in one process do not see each other's locks and lose
/// commits that were acknowledged (host.md §3). One context for the whole process, also where a process composes several hosts.
/// The first module that names a library decides which file it is loaded from.
/// </remarks>
internal sealed class PlatformContext : AssemblyLoadContext
{
    private readonly ConcurrentDictionary<string, AssemblyDependencyResolver> _libraries = new(StringComparer.OrdinalIgnoreCase);

    private PlatformContext()
        : base("platform", isCollectible: false)
    {
    }

    /// <summary>The one of this process.</summary>
    public static PlatformContext Instance { get; } = new();

    /// <summary>The names of the libraries that live here.</summary>
    public ICollection<string> Libraries => _libraries.Keys;

    /// <summary>Takes in what a manifest lists under <c>platform</c>.</summary>
    public void Adopt(ModuleManifest manifest)
    {
        if (manifest.Platform.IsEmpty)
        {
            return;
        }

        var resolver = new AssemblyDependencyResolver(manifest.AssemblyPath);
        foreach (var library in manifest.Platform)
        {
            _libraries.TryAdd(library, resolver);
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is { } name && _libraries.TryGetValue(name, out var resolver) && resolver.ResolveAssemblyToPath(assemblyName) is { } path
            ? LoadFromAssemblyPath(path)
            : null; // anything else comes from the host itself

    /// <inheritdoc/>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (var resolver in _libraries.Values.Distinct())
        {
            if (resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path)
            {
                return LoadUnmanagedDllFromPath(path);
            }
        }

        return IntPtr.Zero;
    }
}
