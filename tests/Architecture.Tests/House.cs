using System.Reflection;
using System.Runtime.CompilerServices;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Tests;

/// <summary>The assemblies and folders that the rules are about.</summary>
internal static class House
{
    public static readonly Assembly Contracts = typeof(IModule).Assembly;

    public static readonly Assembly Host = Assembly.Load("aurix");

    public static readonly Assembly[] Modules =
    [
        Assembly.Load("Aurix.Platform.Storage"),
        Assembly.Load("Aurix.Platform.Crypto"),
        Assembly.Load("Aurix.Platform.Sync"),
        Assembly.Load("Aurix.Platform.Conflict"),
        Assembly.Load("Aurix.Platform.Gateway"),
        Assembly.Load("Aurix.Platform.NoOp"),
        Assembly.Load("Aurix.Platform.Strategies.LastWriteWins"),
        Assembly.Load("Aurix.Platform.Strategies.KeepBoth"),
    ];

    /// <summary>What the strategies share that read what they join.</summary>
    public static readonly Assembly Merging = Assembly.Load("Aurix.Platform.Merging");

    /// <summary>The strategies that share it.</summary>
    public static readonly Assembly[] Readers = [Assembly.Load("Aurix.Platform.Strategies.Json"), Assembly.Load("Aurix.Platform.Strategies.Text")];

    public static IEnumerable<Assembly> Everything => [Contracts, Host, .. Modules, Merging, .. Readers];

    /// <summary>All code that decides what a document shows.</summary>
    public static IEnumerable<Assembly> Strategies => [.. Modules.Where(module => module.GetName().Name!.Contains("Strategies", StringComparison.Ordinal)), Merging, .. Readers];

    public static string Root { get; } = FindRoot(Here());

    private static string Here([CallerFilePath] string path = "") => path;

    private static string FindRoot(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return File.Exists(Path.Combine(folder, "Aurix.Platform.sln")) ? folder : FindRoot(folder);
    }
}
