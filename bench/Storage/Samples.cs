using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Bench.Storage;

/// <summary>Documents of 1 KB of JSON, made of words, in an order of ids that no index likes.</summary>
internal static class Samples
{
    private const int ContentBytes = 1024;

    // About as many words as a person writes with. More would make the full-text index larger, fewer smaller.
    private static readonly string[] Vocabulary = Words(20_000);

    /// <summary>The number times an odd constant modulo 2^32: every number once, scattered.</summary>
    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"note:{unchecked((uint)number * 2_654_435_761):x8}");

    public static Sample Document(int number)
    {
        var random = new Random(number);
        var text = new StringBuilder();
        while (text.Length < ContentBytes)
        {
            // The square makes some words common and most rare, as in a language.
            var place = random.NextDouble();
            text.Append(Vocabulary[(int)(place * place * Vocabulary.Length)]).Append(' ');
        }

        var head = string.Create(CultureInfo.InvariantCulture, $$"""{"number":{{number}},"text":" """).TrimEnd();
        return new Sample(Id(number), head + text.ToString(0, ContentBytes - head.Length - 2) + "\"}");
    }

    public static Sample[] Documents(int from, int count) => [.. Enumerable.Range(from, count).Select(Document)];

    private static string[] Words(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => new string([.. Enumerable.Range(0, random.Next(3, 11)).Select(_ => (char)('a' + random.Next(26)))]))];
    }
}

/// <summary>A document to write.</summary>
internal sealed record Sample(string Id, string Json)
{
    public CanonicalJson Content { get; } = CanonicalJson.Parse(Json);
}
