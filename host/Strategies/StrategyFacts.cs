using System.Globalization;
using Aurix.Platform.Conflict;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Strategies;

/// <summary>What the host knows of one loaded copy of a strategy. Asked once, when it was loaded: what serves a list runs no strange code.</summary>
/// <param name="Module">The module that brings it.</param>
/// <param name="ModuleVersion">The version of its assembly.</param>
/// <param name="Info">What it said of itself.</param>
/// <param name="Hash">SHA-256 of its assembly, 64 hex digits.</param>
/// <param name="IsOurs">Whether all its code is what this host was built with.</param>
internal sealed record StrategyFacts(ModuleManifest Module, string ModuleVersion, StrategyInfo Info, string Hash, bool IsOurs)
{
    /// <summary>How it is listed while it is set aside.</summary>
    public ModuleDescription SetAside(string reason) => Describe(Module, ModuleVersion, Info.Id, Info.Version, Hash, reason);

    /// <summary>How one is listed that is not even loaded.</summary>
    public static ModuleDescription Describe(ModuleManifest module, string moduleVersion, string strategy, int version, string hash, string reason) =>
        new(module.Id, $"{Roles.Strategy}:{strategy}", moduleVersion, "quarantined", "", module.Folder, string.Create(CultureInfo.InvariantCulture, $"version {version} of '{strategy}' broke its contract: {reason}")) { Hash = hash };
}
