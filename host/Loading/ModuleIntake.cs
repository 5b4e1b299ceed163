using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Loading;

/// <summary>The way from a module's folder to something that may be loaded: copied, read, checked, and none of its code run.</summary>
internal sealed class ModuleIntake(ModuleStage stage)
{
    /// <exception cref="ModuleException">Why it cannot be loaded.</exception>
    public StagedModule Take(string folder)
    {
        _ = ModuleManifest.Read(folder); // a folder that is no module is not copied
        var copy = stage.Stage(folder);
        var manifest = ModuleManifest.Read(copy.Folder) with { Folder = folder };
        Preflight.Check(manifest);
        return new(manifest, copy.Hash, copy.Hashes[Path.GetFileName(manifest.AssemblyPath)], ShippedCode.Contains(copy.Code));
    }

    /// <summary>Removes copies that nobody has asked for in a month.</summary>
    public void Sweep() => stage.Sweep();
}
