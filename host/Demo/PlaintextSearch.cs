using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Aurix.Platform.Host.Demo;

/// <summary>Looks for anything of the owner's in every file below a folder: words, names, and pieces of the recording.</summary>
internal sealed partial class PlaintextSearch
{
    private const int ShortestWord = 5; // shorter ones occur in random bytes and in SQLite's own texts
    private const int Unlikely = 9; // so many letters are not in base64 by chance, in a whole database of it
    private const int SliceLength = 32; // 32 equal bytes are no coincidence

    private static readonly SearchValues<byte> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"u8);

    // The copies that modules are loaded from: our code, which has words of its own.
    private static readonly string ModuleCopies = $"{Path.DirectorySeparatorChar}host{Path.DirectorySeparatorChar}modules{Path.DirectorySeparatorChar}";

    private readonly ImmutableArray<(string Name, byte[] Bytes)> _needles;

    public PlaintextSearch(IEnumerable<string> texts, byte[] recording)
    {
        var words = texts.SelectMany(text => Word().Matches(text)).Select(match => match.Value).Concat(texts.Where(text => text.Length is >= ShortestWord and <= 64))
            .Where(word => word.Length >= ShortestWord)
            .Distinct(StringComparer.Ordinal)
            .Select(word => (word, Encoding.UTF8.GetBytes(word)));
        var slices = Enumerable.Range(1, 16)
            .Select(part => (int)((long)recording.Length * part / 17))
            .Select(offset => ($"recording at byte {offset}", recording.AsSpan(offset, SliceLength).ToArray()));
        _needles = [.. words, .. slices];
    }

    private PlaintextSearch(ImmutableArray<(string Name, byte[] Bytes)> needles) => _needles = needles;

    public int Count => _needles.Length;

    /// <summary>The same search without what occurs in a folder that has seen nothing yet: SQLite's and our own texts.</summary>
    public PlaintextSearch Without(IReadOnlyCollection<string> names) => new([.. _needles.Where(needle => !names.Contains(needle.Name))]);

    /// <summary>What occurs in any file below the folder.</summary>
    public ImmutableHashSet<string> FindIn(string folder)
    {
        var found = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.Contains(ModuleCopies, StringComparison.Ordinal)))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            found.UnionWith(FindIn(bytes));
        }

        return found.ToImmutable();
    }

    /// <summary>What occurs in the bytes.</summary>
    public ImmutableHashSet<string> FindIn(byte[] bytes) =>
        [.. _needles.Where(needle => Occurs(bytes, needle.Bytes)).Select(needle => needle.Name)];

    // What is sealed lies there as base64, and among a million letters by chance some five are a word. A word that somebody wrote has a blank or a quote beside it.
    private static bool Occurs(ReadOnlySpan<byte> bytes, byte[] needle)
    {
        while (bytes.IndexOf(needle) is >= 0 and var at)
        {
            var end = at + needle.Length;
            if (needle.Length >= Unlikely || at == 0 || end == bytes.Length || !Base64.Contains(bytes[at - 1]) || !Base64.Contains(bytes[end]))
            {
                return true;
            }

            bytes = bytes[end..];
        }

        return false;
    }

    [GeneratedRegex(@"[\p{L}\p{N}_-]+")]
    private static partial Regex Word();
}
