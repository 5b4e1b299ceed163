using Aurix.Platform.Hosting;
using McMaster.NETCore.Plugins;

namespace Aurix.Platform.Host.Loading;

/// <summary>A module whose code is in the process, before it is composed.</summary>
/// <param name="Staged">The copy that it was loaded from.</param>
/// <param name="Module">Its front door.</param>
/// <param name="Loader">Holds its load context; disposing it lets the context be collected.</param>
/// <param name="Version">Its assembly's version.</param>
/// <param name="LoadContext">The name of its load context.</param>
internal sealed record LoadedModule(StagedModule Staged, IModule Module, PluginLoader Loader, string Version, string LoadContext)
{
    /// <summary>What it said of itself.</summary>
    public ModuleManifest Manifest => Staged.Manifest;

    /// <summary>Whether all its code was built with this host.</summary>
    public bool IsOurs => Staged.IsOurs;
}
