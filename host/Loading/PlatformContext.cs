using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Loading;

/// <summary>Holds the libraries that must exist once per process and stay for its whole life, whatever is swapped: SQLite.</summary>
/// <remarks>
/// POSIX file locks belong to the process, so two native copies of SQLite in one process do not see each other's locks and lose
/// commits that were acknowledged (host.md §3). One context for the whole process, also where a process composes several hosts.
/// The first module that names a library decides which file it is loaded from, at once: the file may be gone when it is first used.
/// </remarks>
internal sealed class PlatformContext : AssemblyLoadContext
{
    private readonly ConcurrentDictionary<string, Lazy<Assembly>> _libraries = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Lazy<IntPtr>> _natives = new(StringComparer.OrdinalIgnoreCase);

    private PlatformContext()
        : base("platform", isCollectible: false)
    {
    }

    /// <summary>The one of this process.</summary>
    public static PlatformContext Instance { get; } = new();

    /// <summary>The names of the managed libraries that live here.</summary>
    public ICollection<string> Libraries => _libraries.Keys;

    /// <summary>The way to SQLite for the host's own database. By name: a reference would bring a second native copy into the process (I-10).</summary>
    /// <exception cref="ModuleException"><c>DependencyMissing</c>: no module that was loaded brings it.</exception>
    public DbProviderFactory Sqlite =>
        _libraries.GetValueOrDefault("Microsoft.Data.Sqlite")?.Value.GetType("Microsoft.Data.Sqlite.SqliteFactory")?.GetField("Instance")?.GetValue(null) as DbProviderFactory
        ?? throw new ModuleException("DependencyMissing", "No module brings the library Microsoft.Data.Sqlite, which the host keeps its schedules with.", "Put the storage module that Aurix came with back.");

    /// <summary>Takes in what a manifest lists under <c>platform</c>.</summary>
    /// <exception cref="ModuleException"><c>DependencyMissing</c>: it lists what is not in its folder.</exception>
    public void Adopt(ModuleManifest manifest)
    {
        if (manifest.Platform.IsEmpty)
        {
            return;
        }

        var resolver = new AssemblyDependencyResolver(manifest.AssemblyPath);
        foreach (var library in manifest.Platform)
        {
            if (resolver.ResolveAssemblyToPath(new AssemblyName(library)) is { } path)
            {
                _libraries.TryAdd(library, new(() => LoadFromAssemblyPath(path)));
            }
            else if (resolver.ResolveUnmanagedDllToPath(library) is { } native)
            {
                _natives.TryAdd(library, new(() => NativeLibrary.Load(native)));
            }
            else
            {
                throw new ModuleException("DependencyMissing", $"'{manifest.FoundAt}' lists the library '{library}' under 'platform', and it is not in its folder.", "Install the module again.");
            }
        }

        foreach (var library in manifest.Platform)
        {
            _ = _libraries.GetValueOrDefault(library)?.Value;
            _ = _natives.GetValueOrDefault(library)?.Value;
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is { } name && _libraries.TryGetValue(name, out var library)
            ? library.Value
            : null; // anything else comes from the host itself

    /// <inheritdoc/>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        _natives.TryGetValue(unmanagedDllName, out var native) ? native.Value : IntPtr.Zero;
}
