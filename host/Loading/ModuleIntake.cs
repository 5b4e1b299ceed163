using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Loading;

/// <summary>The way from a module's folder to something that may be loaded: copied, read, checked, and none of its code run.</summary>
internal sealed class ModuleIntake(ModuleStage stage)
{
    /// <exception cref="ModuleException">Why it cannot be loaded.</exception>
    public StagedModule Take(string folder)
    {
        _ = ModuleManifest.Read(folder); // a folder that is no module is not copied
        return Check(stage.Stage(folder), folder);
    }

    /// <summary>Takes a copy that was made before, of what this folder held then.</summary>
    /// <exception cref="ModuleException"><c>CopyMissing</c>: it is not there or not what it was; or why it cannot be loaded.</exception>
    public StagedModule TakeKept(string hash, string folder) => Check(
        stage.Find(hash) ?? throw new ModuleException("CopyMissing", $"There is no whole copy {hash} of what was in '{folder}'.", "Install the module again."),
        folder);

    /// <summary>Removes copies that nobody has asked for in a month.</summary>
    public void Sweep() => stage.Sweep();

    private static StagedModule Check(StagedCopy copy, string folder)
    {
        var manifest = ModuleManifest.Read(copy.Folder) with { Folder = folder };
        Preflight.Check(manifest);
        return new(manifest, copy.Hash, copy.Hashes[Path.GetFileName(manifest.AssemblyPath)], ShippedCode.Contains(copy.Code));
    }
}
