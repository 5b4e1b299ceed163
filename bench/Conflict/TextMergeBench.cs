using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Merging.Text;
using DiffPlex;
using DiffPlex.Chunkers;

namespace Aurix.Platform.Bench.Conflict;

/// <summary>Three-way merge of a transcript beside DiffPlex, and what the worst texts cost.</summary>
internal static partial class TextMergeBench
{
    private const int Rounds = 31; // odd, so that the median is a measured value

    public static Task RunAsync()
    {
        var words = Transcript.Words(new Random(1), 10_000);
        foreach (var edits in (int[])[200, 2_000])
        {
            CompareTranscript(Text($"{edits} edits on each side, anywhere"), words, Transcript.Edit(new Random(2), words, edits, "anna"), Transcript.Edit(new Random(3), words, edits, "bert"));
        }

        var (anna, bert) = Transcript.EditApart(new Random(4), words, 200);
        CompareTranscript("200 edits on each side, no two closer than five words: nothing to decide", words, anna, bert);

        Worst();
        return Task.CompletedTask;
    }

    private static void CompareTranscript(string title, List<string> words, List<string> anna, List<string> bert)
    {
        var original = string.Join(' ', words);
        var (left, right) = (string.Join(' ', anna), string.Join(' ', bert));
        (string Name, Func<(string Merged, string Result)> Run)[] contestants =
        [
            ("Aurix, words", () => Ours(Merge(original, left, right, new MergeFuel(MergeFuel.Default))!)),
            ("DiffPlex 1.9.0 `ThreeWayDiffer`, words", () => DiffPlex(original, left, right)),
        ];
        var times = contestants.Select(_ => new List<double>()).ToArray();
        var allocated = new long[contestants.Length];
        var results = new (string Merged, string Result)[contestants.Length];
        for (var round = -3; round < Rounds; round++) // the first are for the compiler
        {
            for (var one = 0; one < contestants.Length; one++)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var started = Stopwatch.GetTimestamp();
                results[one] = contestants[one].Run();
                var taken = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                allocated[one] = GC.GetAllocatedBytesForCurrentThread() - before;
                if (round >= 0)
                {
                    times[one].Add(taken);
                }
            }
        }

        Console.WriteLine(Text($"\nA transcript of {words.Count} words ({original.Length / 1024} KiB), {title}: median of {Rounds} interleaved rounds\n"));
        Console.WriteLine("| | ms | spread | MB allocated | left to somebody | new words not in the text | Aurix is |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        for (var one = 0; one < contestants.Length; one++)
        {
            Console.WriteLine(Text(
                $"| {contestants[one].Name} | {times[one].Median():0.00} | {times[one].Min():0.00}–{times[one].Max():0.00} | {allocated[one] / 1e6:0.0} | {results[one].Result} | {Lost(results[one].Merged, left, right)} | {times[one].Median() / times[0].Median():0.00}× as fast |"));
        }
    }

    private static void Worst()
    {
        Console.WriteLine(Text($"\nThe worst texts, median of {Rounds / 4} rounds, fuel {MergeFuel.Default}\n"));
        Console.WriteLine("| | ms | steps | result |");
        Console.WriteLine("|---|---|---|---|");
        Time("20,000 words of 2 at random", seed => Dice(seed, 20_000, 2));
        Time("20,000 words of 500 at random", seed => Dice(seed, 20_000, 500));
        Time("20,000 different words, shuffled", seed => Shuffled(seed, 20_000));
        Time("20,000 words, none in common", seed => Numbered(seed, 20_000));
        Time("20,000 to 22,000 times one word", seed => string.Concat(Enumerable.Repeat(" word", 20_000 + (seed * 1_000))));
        Time("200,000 words, none in common", seed => Numbered(seed, 200_000));
    }

    private static void Time(string name, Func<int, string> make)
    {
        var (original, left, right) = (make(0), make(1), make(2));
        var times = new List<double>();
        var fuel = new MergeFuel(MergeFuel.Default);
        TextMergeResult? result = null;
        for (var round = -1; round < Rounds / 4; round++)
        {
            fuel = new MergeFuel(MergeFuel.Default);
            var started = Stopwatch.GetTimestamp();
            result = Merge(original, left, right, fuel);
            if (round >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        Console.WriteLine(Text($"| {name} ({original.Length / 1024} KiB) | {times.Median():0.0} | {MergeFuel.Default - fuel.Remaining} | {Describe(result)} |"));
    }

    private static TextMergeResult? Merge(string original, string left, string right, MergeFuel fuel) =>
        TextMerge.Merge("", original, Variant(left, 1), Variant(right, 2), TextGrain.Word, MergePurpose.Resolve, fuel);

    private static TextVariant Variant(string text, int number) =>
        new(text, new HybridTimestamp(number, 0, new ActorId((ulong)number)), Revision.Parse($"{number}-{new string('0', 32)}"));

    private static string Describe(TextMergeResult? result) => result is null
        ? "left to the fallback"
        : Text($"{result.Records.Count(Chose)} conflicts{string.Concat(result.Records.GroupBy(record => record.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => $", {kind.Count()} {kind.Key}"))}");

    // The others are notes: nothing had to be chosen.
    private static bool Chose(ConflictRecord record) => record.Kind is not (ConflictRecordKinds.Adjacent or ConflictRecordKinds.Missing);

    private static (string Merged, string Result) Ours(TextMergeResult result) => (result.Text, Describe(result));

    private static (string Merged, string Result) DiffPlex(string original, string left, string right)
    {
        var result = ThreeWayDiffer.Instance.CreateMerge(original, left, right, ignoreWhiteSpace: false, ignoreCase: false, WordChunker.Instance);
        var words = result.ConflictBlocks.Sum(block => block.BasePieces.Count(piece => piece.AsSpan().Trim().Length > 0));
        return (string.Concat(result.MergedPieces), Text($"{result.ConflictBlocks.Count} conflicts over {words} words of the original"));
    }

    /// <summary>How many of the words that only one side wrote are nowhere in the merged text, markers and all.</summary>
    private static int Lost(string merged, string left, string right)
    {
        var there = New().Matches(merged).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        return New().Matches(left).Concat(New().Matches(right)).Select(match => match.Value).Count(word => !there.Contains(word));
    }

    [GeneratedRegex(@"(?:anna|bert)\d+")]
    private static partial Regex New();

    private static string Dice(int seed, int words, int known)
    {
        var dice = new Random(seed);
        return string.Concat(Enumerable.Range(0, words).Select(_ => Text($" w{dice.Next(known)}")));
    }

    private static string Shuffled(int seed, int words)
    {
        var all = Enumerable.Range(0, words).Select(number => Text($" w{number}")).ToArray();
        new Random(seed).Shuffle(all);
        return string.Concat(all);
    }

    private static string Numbered(int seed, int words) => string.Concat(Enumerable.Range(0, words).Select(number => Text($" {"oab"[seed]}{number}")));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
