namespace Aurix.Platform.Host.Configuration;

/// <summary>Guesses what somebody meant to write.</summary>
internal static class Nearest
{
    /// <summary>As a sentence: the name that is close enough to be meant, or else all there are.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="known">The names there are.</param>
    /// <param name="otherwise">What to say in place of all names, where they are too many.</param>
    public static string Hint(string written, IEnumerable<string> known, string? otherwise = null)
    {
        var names = known.ToList();
        var best = names.Select(name => (Name: name, Distance: Distance(written.ToUpperInvariant(), name.ToUpperInvariant()))).OrderBy(one => one.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(2, written.Length / 3)
            ? $"Did you mean '{best.Name}'?"
            : otherwise ?? (names.Count == 0 ? "There is none to be set." : $"There is {string.Join(", ", names)}.");
    }

    // How many letters have to be put in, taken out or changed.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = Math.Min(diagonal + (one[i - 1] == other[j - 1] ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1);
                (diagonal, row[j]) = (row[j], cost);
            }
        }

        return row[^1];
    }
}
