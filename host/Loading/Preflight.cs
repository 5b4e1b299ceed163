using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Loading;

/// <summary>Reads what a module's assembly refers to, without running any of it: what cannot work here is told before the copy that serves is touched (host.md §9).</summary>
internal static class Preflight
{
    // What the runtime and the host bring, by name: an assembly of a module that refers to a newer one was built for another runtime.
    private static readonly Dictionary<string, Version> Platform = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(same => same.Key, same => VersionOf(same.First()), StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ModuleException"><c>ModuleBroken</c>, <c>WrongRuntime</c>, <c>WrongContracts</c> or <c>DependencyMissing</c>.</exception>
    public static void Check(ModuleManifest manifest)
    {
        foreach (var reference in References(manifest))
        {
            var folder = Path.GetDirectoryName(manifest.AssemblyPath)!;
            var (name, wanted) = (reference.Name!, reference.Version ?? new Version());
            if (name == typeof(IModule).Assembly.GetName().Name)
            {
                RequireContracts(manifest, wanted);
            }
            else if (File.Exists(Path.Combine(folder, name + ".dll")))
            {
                continue;
            }
            else if (!Platform.TryGetValue(name, out var here))
            {
                throw new ModuleException("DependencyMissing", $"'{manifest.FoundAt}' needs {name} {wanted}, which is neither in its folder nor part of the host.", "Publish the module with its dependencies, and put all of its files into the folder.");
            }
            else if (wanted > here)
            {
                throw new ModuleException("WrongRuntime", $"'{manifest.FoundAt}' was built for {name} {wanted}; this host has {here}.", "Install a version of the module for this host, or update the host.");
            }
        }
    }

    private static void RequireContracts(ModuleManifest manifest, Version wanted)
    {
        var here = typeof(IModule).Assembly.GetName().Version!;
        if (wanted.Major != here.Major || wanted > here)
        {
            throw new ModuleException("WrongContracts", $"'{manifest.FoundAt}' was built against Aurix.Platform.Contracts {wanted}; this host has {here}.", "Install a version of the module for this host, or update the host.");
        }
    }

    private static List<AssemblyName> References(ModuleManifest manifest)
    {
        try
        {
            using var file = File.OpenRead(manifest.AssemblyPath);
            using var image = new PEReader(file);
            if (!image.HasMetadata)
            {
                throw new BadImageFormatException("it is no .NET assembly");
            }

            var metadata = image.GetMetadataReader();
            return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
        }
        catch (Exception broken) when (broken is BadImageFormatException or InvalidOperationException or IOException)
        {
            throw new ModuleException("ModuleBroken", $"'{manifest.FoundAt}' cannot be read: {broken.Message.Split('\n')[0].Trim()}", "Install the module again; its file is damaged or was not copied whole.");
        }
    }

    private static Version VersionOf(string path)
    {
        try
        {
            return AssemblyName.GetAssemblyName(path).Version ?? new Version();
        }
        catch (Exception native) when (native is BadImageFormatException or IOException)
        {
            return new Version();
        }
    }
}
