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
    private static readonly Dictionary<string, Lazy<Version>> Platform = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(same => same.Key, same => new Lazy<Version>(() => VersionOf(same.First())), StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ModuleException"><c>ModuleBroken</c>, <c>WrongRuntime</c>, <c>WrongContracts</c> or <c>DependencyMissing</c>.</exception>
    public static void Check(ModuleManifest manifest)
    {
        var read = Read(manifest);
        if (!read.Assemblies.Exists(reference => reference.Name == typeof(IModule).Assembly.GetName().Name))
        {
            throw new ModuleException("NotAModule", $"'{manifest.FoundAt}' is no Aurix module: it was not built against Aurix.Platform.Contracts.", "Remove the folder, or build the module against Aurix.Platform.Contracts.");
        }

        foreach (var reference in read.Assemblies)
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
            else if (wanted > here.Value)
            {
                throw new ModuleException("WrongRuntime", $"'{manifest.FoundAt}' was built for {name} {wanted}; this host has {here.Value}.", "Install a version of the module for this host, or update the host.");
            }
        }

        RequireMembers(manifest, read.Contracts);
    }

    // A member that this host's contracts do not have would be found by the first request that needs it.
    private static void RequireMembers(ModuleManifest manifest, IEnumerable<(string Type, string? Member)> wanted)
    {
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;
        foreach (var (type, member) in wanted)
        {
            if (typeof(IModule).Assembly.GetType(type) is not { } here)
            {
                throw Lacks(manifest, type);
            }

            if (member is not null && here.GetMember(member, Any).Length == 0 && !here.GetInterfaces().Any(inherited => inherited.GetMember(member, Any).Length > 0))
            {
                throw Lacks(manifest, $"{type}.{member}");
            }
        }
    }

    private static ModuleException Lacks(ModuleManifest manifest, string what) => new(
        "WrongContracts", $"'{manifest.FoundAt}' needs {what}, which this host's contracts do not have.", "Install a version of the module for this host, or update the host.");

    private static void RequireContracts(ModuleManifest manifest, Version wanted)
    {
        var here = typeof(IModule).Assembly.GetName().Version!;
        if (wanted.Major != here.Major || wanted > here)
        {
            throw new ModuleException("WrongContracts", $"'{manifest.FoundAt}' was built against Aurix.Platform.Contracts {wanted}; this host has {here}.", "Install a version of the module for this host, or update the host.");
        }
    }

    private static (List<AssemblyName> Assemblies, List<(string Type, string? Member)> Contracts) Read(ModuleManifest manifest)
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
            return ([.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())], [.. ContractReferences(metadata)]);
        }
        catch (Exception broken) when (broken is BadImageFormatException or InvalidOperationException or IOException)
        {
            throw new ModuleException("ModuleBroken", $"'{manifest.FoundAt}' cannot be read: {broken.Message.Split('\n')[0].Trim()}", "Install the module again; its file is damaged or was not copied whole.");
        }
    }

    // Members of types that are generic over something are found by their type only: which of its instances is meant is the runtime's business.
    private static IEnumerable<(string Type, string? Member)> ContractReferences(MetadataReader metadata)
    {
        var types = metadata.TypeReferences.Where(handle => IsOfContracts(metadata, metadata.GetTypeReference(handle))).ToDictionary(handle => (EntityHandle)handle, handle => NameOf(metadata, metadata.GetTypeReference(handle)));
        foreach (var type in types.Values)
        {
            yield return (type, null);
        }

        foreach (var member in metadata.MemberReferences.Select(metadata.GetMemberReference).Where(member => types.ContainsKey(member.Parent)))
        {
            yield return (types[member.Parent], metadata.GetString(member.Name));
        }
    }

    private static bool IsOfContracts(MetadataReader metadata, TypeReference type) => type.ResolutionScope.Kind switch
    {
        HandleKind.AssemblyReference => metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == typeof(IModule).Assembly.GetName().Name,
        HandleKind.TypeReference => IsOfContracts(metadata, metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope)),
        _ => false,
    };

    private static string NameOf(MetadataReader metadata, TypeReference type)
    {
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind is HandleKind.TypeReference
            ? $"{NameOf(metadata, metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope))}+{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
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
