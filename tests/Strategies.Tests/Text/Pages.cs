namespace Aurix.Platform.Tests.Text;

/// <summary>Pages of lines and what people do to them.</summary>
internal static class Pages
{
    private static readonly string[] Words = "the a of and to meeting note recorder battery speaker plan garden question paper window later again small never three".Split(' ');

    /// <param name="repeated">Whether lines may be alike: short ones, and empty ones between paragraphs.</param>
    public static List<string> Page(Random dice, bool repeated) =>
        [.. Enumerable.Range(0, dice.Next(5, 30)).Select(number => repeated ? Line(dice) : $"{number}. {Line(dice)}")];

    /// <summary>Changes some lines of a page, takes some out, puts some in, moves and doubles some.</summary>
    public static List<string> Edit(Random dice, List<string> page)
    {
        var edited = page.ToList();
        for (var edits = dice.Next(1, 4); edits > 0 && edited.Count > 0; edits--)
        {
            EditOnce(dice, edited, dice.Next(edited.Count));
        }

        return edited;
    }

    /// <summary>Two versions that changed different lines, with two or more that nobody touched between those of one and those of the other.</summary>
    public static (List<string> First, List<string> Second) EditApart(Random dice, List<string> page)
    {
        var (first, second) = (new List<string>(), new List<string>());
        var untouched = 2;
        var turn = 0;
        foreach (var line in page)
        {
            var last = turn;
            turn = dice.Next(4) is var side && side < 2 && (side + 1 == last || untouched >= 2) ? side + 1 : 0;
            untouched = turn == 0 ? untouched + 1 : 0;
            turn = turn == 0 && untouched < 2 ? last : turn;
            first.AddRange(untouched == 0 && turn == 1 ? Changed(dice, line) : [line]);
            second.AddRange(untouched == 0 && turn == 2 ? Changed(dice, line) : [line]);
        }

        return (first, second);
    }

    /// <summary>Lines that one of the versions has more than once: which of them is which, nobody can tell.</summary>
    public static IEnumerable<string> Repeated(params List<string>[] versions) =>
        versions.SelectMany(version => version.GroupBy(line => line, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));

    /// <summary>Lines that stand once in both but in another order with some other such line: which of the two moved, nobody can tell.</summary>
    public static IEnumerable<string> Moved(List<string> page, List<string> version)
    {
        var once = page.Where(line => page.Count(other => other == line) == 1 && version.Count(other => other == line) == 1).ToList();
        return once.Where((line, place) => once.Where((other, otherPlace) => (place < otherPlace) != (version.IndexOf(line) < version.IndexOf(other)) && other != line).Any());
    }

    /// <summary>Lines that a version has new, right beside some of the given lines or beside others that are new there.</summary>
    public static IEnumerable<string> NewBeside(HashSet<string> lines, List<string> page, List<string> version)
    {
        for (var at = 0; at < version.Count;)
        {
            var end = at;
            while (end < version.Count && !page.Contains(version[end]))
            {
                end++;
            }

            var beside = (at > 0 && lines.Contains(version[at - 1])) || (end < version.Count && lines.Contains(version[end]));
            foreach (var line in beside ? version[at..end] : [])
            {
                yield return line;
            }

            at = end + 1;
        }
    }

    /// <summary>New lines of a version that share a word with a line which both versions gave up.</summary>
    public static List<string> Reworded(List<string> page, List<string> first, List<string> second)
    {
        var given = page.Where(line => !first.Contains(line) && !second.Contains(line)).SelectMany(WordsOf).ToHashSet();
        return [.. first.Concat(second).Where(line => !page.Contains(line) && WordsOf(line).Any(given.Contains))];
    }

    public static IEnumerable<string> WordsOf(string line) => line.Split([' ', '.', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static void EditOnce(Random dice, List<string> edited, int at)
    {
        switch (dice.Next(8))
        {
            case 0:
                edited[at] = Line(dice);
                break;
            case 1:
                edited.RemoveAt(at);
                break;
            case 2:
                edited.Insert(at, Line(dice));
                break;
            case 3:
                var block = edited.GetRange(at, Math.Min(dice.Next(1, 5), edited.Count - at));
                edited.RemoveRange(at, block.Count);
                edited.InsertRange(dice.Next(edited.Count + 1), block);
                break;
            case 4:
                edited.RemoveRange(at, Math.Min(dice.Next(1, 8), edited.Count - at));
                break;
            case 5:
                edited.InsertRange(at, Enumerable.Range(0, dice.Next(1, 5)).Select(_ => Line(dice)));
                break;
            case 6:
                edited.Insert(dice.Next(edited.Count + 1), edited[at]);
                break;
            default:
                edited[at] = edited[at].Replace(" a ", " one ", StringComparison.Ordinal).Replace("the", "this", StringComparison.Ordinal);
                break;
        }
    }

    private static string[] Changed(Random dice, string line) => dice.Next(5) switch
    {
        0 => [],
        1 => [line, $"new {dice.Next()} {Line(dice)}"],
        2 => [$"new {dice.Next()} {Line(dice)}"],
        3 => [line.Replace(".\n", " at last.\n", StringComparison.Ordinal)],
        _ => [$"Well, {line}"],
    };

    private static string Line(Random dice) =>
        dice.Next(5) == 0 ? "\n" : string.Join(' ', Enumerable.Range(0, dice.Next(1, 12)).Select(_ => Words[dice.Next(Words.Length)])) + ".\n";
}
