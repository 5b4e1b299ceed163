namespace Aurix.Platform.Tests;

/// <summary>The public names of the contracts as text: what the compiler holds the code to (contracts/PublicAPI.*.txt), and what the first version had.</summary>
internal static class ApiList
{
    private const string Removed = "*REMOVED*";

    /// <summary>What plugins in the world were built against. Never changed.</summary>
    public static string[] First => Lines("tests/Compatibility/0.1.0/contracts.txt");

    public static string[] Shipped => Lines("contracts/PublicAPI.Shipped.txt");

    public static string[] Unshipped => Lines("contracts/PublicAPI.Unshipped.txt");

    /// <summary>What an earlier version had and a later one, with what it writes down as removed, has not.</summary>
    public static IEnumerable<string> Lost(IEnumerable<string> earlier, IReadOnlyCollection<string> later) =>
        earlier.Except(later.Where(line => !later.Contains(Removed + line)), StringComparer.Ordinal);

    private static string[] Lines(string path) =>
        [.. File.ReadLines(Path.Combine(Repository.Root, path)).Where(line => line.Length > 0 && line[0] != '#')];
}
