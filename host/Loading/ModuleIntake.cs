using Aurix.Platform.Errors;
using Aurix.Platform.Host.Trust;

namespace Aurix.Platform.Host.Loading;

/// <summary>The way from a module's folder to something that may be loaded: read, found to be trusted, copied, checked, and none of its code run.</summary>
internal sealed class ModuleIntake(ModuleStage stage, ModuleTrust trust)
{
    /// <exception cref="ModuleException">Why it cannot be loaded.</exception>
    public StagedModule Take(string folder)
    {
        var id = ModuleManifest.Read(folder).Id; // a folder that is no module is not read whole
        var content = ModuleContent.Read(folder);
        trust.Demand(id, content);
        return Check(stage.Keep(content), content, folder);
    }

    /// <summary>Takes a copy that was made before, of what this folder held then, and that was trusted then.</summary>
    /// <exception cref="ModuleException"><c>CopyMissing</c>: it is not there or not what it was; or why it cannot be loaded.</exception>
    public StagedModule TakeKept(string hash, string folder)
    {
        var content = stage.Find(hash) ?? throw new ModuleException("CopyMissing", $"There is no whole copy {hash} of what was in '{folder}'.", "Install the module again.");
        return Check(content.Folder, content, folder);
    }

    /// <summary>Removes copies that nobody has asked for in a month.</summary>
    public void Sweep() => stage.Sweep();

    private static StagedModule Check(string copy, ModuleContent content, string folder)
    {
        var manifest = ModuleManifest.Read(copy) with { Folder = folder };
        if (!content.IsShipped) // ours was built with the contracts that are here, byte for byte
        {
            Preflight.Check(manifest);
        }

        var assembly = Path.GetFileName(manifest.AssemblyPath);
        return new(manifest, content.Hash, content.Files.First(file => file.Name == assembly).Hash, content.IsShipped);
    }
}
