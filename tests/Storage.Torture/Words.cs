using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests.Torture;

/// <summary>Seeded content in which no word is used twice.</summary>
internal sealed class Words(string caller, int seed)
{
    private const string Filler = "a tree stands by the water and the wind moves what is light enough to be moved ";

    // Not string.GetHashCode: that one differs from process to process.
    private readonly Random _random = new(caller.Aggregate(seed, (hash, letter) => unchecked((hash * 31) + letter)));

    public static string Hash(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(SHA256.HashData(data));

    public string New() => string.Create(CultureInfo.InvariantCulture, $"{caller}x{_random.NextInt64():x16}");

    /// <summary>0 to 99: which of its habits a caller follows next.</summary>
    public int Percent() => _random.Next(100);

    public int Below(int limit) => _random.Next(limit);

    public T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];

    public RevisionHash RandomHash()
    {
        var hash = new byte[16];
        _random.NextBytes(hash);
        return RevisionHash.FromBytes(hash);
    }

    /// <summary>Mostly a note, now and then a text that fills several pages of the database.</summary>
    public CanonicalJson Content(string word)
    {
        var length = _random.Next(20) == 0 ? _random.Next(20_000, 60_000) : _random.Next(40, 1_500);
        var text = new StringBuilder(length + Filler.Length);
        while (text.Length < length)
        {
            text.Append(Filler);
        }

        return CanonicalJson.Parse($$"""{"number":{{_random.Next().ToString(CultureInfo.InvariantCulture)}},"text":"{{word}} {{text}}"}""");
    }

    /// <summary>A file of one chunk mostly, or of two or three.</summary>
    public byte[] File()
    {
        var percent = Percent();
        var data = new byte[percent < 70 ? _random.Next(60_000) : percent < 88 ? _random.Next(BlobReference.ChunkSize) : _random.Next(BlobReference.ChunkSize, (2 * BlobReference.ChunkSize) + 2)];
        _random.NextBytes(data);
        return data;
    }
}
