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
        Assembly.Load("Aurix.Platform.Strategies.LastWriteWins"),
    ];

    public static IEnumerable<Assembly> Everything => [Contracts, Host, .. Modules];

    public static string Root { get; } = FindRoot(Here());

    private static string Here([CallerFilePath] string path = "") => path;

    private static string FindRoot(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        return File.Exists(Path.Combine(folder, "Aurix.Platform.sln")) ? folder : FindRoot(folder);
    }
}
