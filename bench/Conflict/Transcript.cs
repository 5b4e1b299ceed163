namespace Aurix.Platform.Bench.Conflict;

/// <summary>A made-up transcript, and people who correct it.</summary>
internal static class Transcript
{
    /// <summary>Words as often as in speech: the n-th most common of a few thousand once for every n-th part (Zipf).</summary>
    public static List<string> Words(Random dice, int count)
    {
        const int Known = 4_000;
        var weights = Enumerable.Range(1, Known).Select(rank => 1.0 / rank).ToArray();
        for (var rank = 1; rank < Known; rank++)
        {
            weights[rank] += weights[rank - 1];
        }

        return [.. Enumerable.Range(0, count).Select(place =>
        {
            var found = Array.BinarySearch(weights, dice.NextDouble() * weights[^1]);
            return Spell(found < 0 ? Math.Min(~found, Known - 1) : found) + (place % 14 == 13 ? "." : "");
        })];
    }

    /// <summary>Corrections at random places: a word replaced, put in, or taken out.</summary>
    public static List<string> Edit(Random dice, List<string> words, int edits, string author)
    {
        var edited = words.Select(word => (string?)word).ToList();
        for (var edit = 0; edit < edits; edit++)
        {
            var at = dice.Next(edited.Count);
            edited[at] = dice.Next(3) switch
            {
                0 => $"{author}{edit}",
                1 => $"{edited[at]} {author}{edit}",
                _ => null,
            };
        }

        return [.. edited.OfType<string>()];
    }

    /// <summary>Corrections of two people that have nothing to do with each other: at least five words lie between any two.</summary>
    public static (List<string> Anna, List<string> Bert) EditApart(Random dice, List<string> words, int edits)
    {
        const int Apart = 6;
        var places = Enumerable.Range(0, words.Count / Apart).Select(number => number * Apart).ToArray();
        dice.Shuffle(places);
        return (At(places[..edits], "anna"), At(places[edits..(2 * edits)], "bert"));

        List<string> At(int[] chosen, string author)
        {
            var edited = words.ToArray();
            for (var edit = 0; edit < chosen.Length; edit++)
            {
                edited[chosen[edit]] = $"{author}{edit}";
            }

            return [.. edited];
        }
    }

    // Two to four syllables: as long as English words are.
    private static string Spell(int rank)
    {
        string[] syllables = ["ba", "re", "to", "in", "lo", "men", "sa", "ti", "ca", "no", "der", "vi", "pu", "the", "ing", "so"];
        var word = "";
        for (var rest = rank + 16; rest > 0; rest /= 16)
        {
            word += syllables[rest % 16];
        }

        return word;
    }
}
