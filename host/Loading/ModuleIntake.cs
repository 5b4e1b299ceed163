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
        var manifest = ModuleManifest.Read(stage.Keep(content)) with { Folder = folder };
        Preflight.Check(manifest);
        var assembly = Path.GetFileName(manifest.AssemblyPath);
        return new(manifest, content.Hash, content.Files.First(file => file.Name == assembly).Hash, content.IsShipped);
    }

    /// <summary>Removes copies that nobody has asked for in a month.</summary>
    public void Sweep() => stage.Sweep();
}
