using System.Collections.Frozen;

namespace Aurix.Platform.Host.Loading;

/// <summary>The files of the modules that this host was built with, by SHA-256: libraries, and what says how they are loaded. The list is part of the program, so no name and no folder makes anybody one of ours.</summary>
internal static class ShippedCode
{
    private static readonly FrozenSet<string> Hashes = Read();

    /// <summary>Whether every one of these files was built with this host.</summary>
    public static bool Contains(IReadOnlyCollection<string> hashes) => hashes.Count > 0 && hashes.All(Hashes.Contains);

    private static FrozenSet<string> Read()
    {
        using var list = typeof(ShippedCode).Assembly.GetManifestResourceStream("shipped-code.txt")!;
        using var text = new StreamReader(list);
        return text.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
