namespace Aurix.Platform.Host.Loading;

/// <summary>A module, copied, read and found to be loadable, but not loaded.</summary>
/// <param name="Manifest">What it says of itself; its assembly is the copy.</param>
/// <param name="Hash">SHA-256 over the names and hashes of all its files, 64 hex digits.</param>
/// <param name="AssemblyHash">SHA-256 of its main assembly.</param>
/// <param name="IsOurs">Whether all its code was built with this host.</param>
internal sealed record StagedModule(ModuleManifest Manifest, string Hash, string AssemblyHash, bool IsOurs)
{
    /// <summary>Why what is in its folder now cannot serve, and this earlier copy does in its place; null for what is in the folder.</summary>
    public string? StandsInBecause { get; init; }
}
