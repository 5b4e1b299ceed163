using System.Reflection;
using System.Runtime.Loader;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using McMaster.NETCore.Plugins;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Loading;

/// <summary>Loads one module into a collectible load context of its own and finds its front door.</summary>
internal static class ModuleLoader
{
    // What both sides must mean the same type by. Everything else in a module's folder is the module's own.
    private static readonly AssemblyName[] Shared =
    [
        typeof(IModule).Assembly.GetName(),
        typeof(IMediator).Assembly.GetName(),
        typeof(IServiceCollection).Assembly.GetName(),
        typeof(ILogger).Assembly.GetName(),
    ];

    /// <exception cref="ModuleException">The module cannot be loaded; the message says why in one sentence.</exception>
    public static LoadedModule Load(StagedModule staged)
    {
        var manifest = staged.Manifest;
        RefuseSharedAssemblies(manifest);
        PluginLoader? loader = null;
        try
        {
            PlatformContext.Instance.Adopt(manifest);
            loader = PluginLoader.CreateFromAssemblyFile(manifest.AssemblyPath, Configure); // reads deps.json, which may be anything
            var assembly = loader.LoadDefaultAssembly();
            var front = assembly.GetCustomAttribute<ModuleAttribute>()?.ModuleType
                ?? throw new ModuleException("NotAModule", $"'{manifest.FoundAt}' is no Aurix module: it has no [assembly: Module(...)].", "Remove the folder, or build the module against Aurix.Platform.Contracts.");
            if (Activator.CreateInstance(front) is not IModule module)
            {
                throw new ModuleException("NotAModule", $"The type that '{manifest.FoundAt}' names as its module does not implement IModule.", "Build the module against Aurix.Platform.Contracts.");
            }

            var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
            return new(staged, module, loader, version ?? "", AssemblyLoadContext.GetLoadContext(assembly)?.Name ?? "");
        }
        catch (Exception broken) when (broken is not ModuleException)
        {
            loader?.Dispose();
            var cause = broken is TargetInvocationException { InnerException: { } inner } ? inner : broken;
            throw new ModuleException("ModuleBroken", $"'{manifest.FoundAt}' cannot be loaded: {FirstSentence(cause)}", "Install the module again, in a version for this host.");
        }
        catch
        {
            loader?.Dispose();
            throw;
        }
    }

    private static void Configure(PluginConfig config)
    {
        config.DefaultContext = PlatformContext.Instance;
        config.IsUnloadable = true;
        config.IsLazyLoaded = true; // eager sharing pulls about ninety facades of MediatR's netstandard build into the process
        config.LoadInMemory = false; // in memory, every reload maps another copy of the native libraries
        config.EnableHotReload = false; // misses renames, and fires on files that are half written
        foreach (var name in Shared.Concat(PlatformContext.Instance.Libraries.Select(library => new AssemblyName(library))))
        {
            config.SharedAssemblies.Add(name);
        }
    }

    // With a newer copy beside it a module would bind to that one, and its IModule would be another type than ours.
    private static void RefuseSharedAssemblies(ModuleManifest manifest)
    {
        var folder = Path.GetDirectoryName(manifest.AssemblyPath)!;
        foreach (var name in Shared)
        {
            if (File.Exists(Path.Combine(folder, name.Name + ".dll")))
            {
                throw new ModuleException("SharedAssembly", $"The module folder '{manifest.Folder}' brings its own {name.Name}.dll, which only the host may bring.", "Build the module with ExcludeAssets=\"runtime\" on what the host shares.");
            }
        }
    }

    private static string FirstSentence(Exception exception)
    {
        var line = exception.Message.Split('\n')[0].Trim();
        return $"{exception.GetType().Name}: {line}";
    }
}
