using System.Globalization;

namespace Aurix.Platform.Documents;

/// <summary>One version of one document: how many edits led to it, and a hash that nobody without the keys can guess.</summary>
/// <remarks>
/// Written <c>7-0123456789abcdef0123456789abcdef</c>. Ordered by generation, then by hash: CouchDB's order, which is how every
/// replica picks the same winner without asking. Only the 32-hex form is taken, since CouchDB answers 400 to most others.
/// </remarks>
public readonly record struct Revision(int Generation, RevisionHash Hash) : IComparable<Revision>
{
    /// <summary>Reads <c>generation-hash</c>.</summary>
    /// <exception cref="FormatException">The text is not a revision.</exception>
    public static Revision Parse(string text) =>
        TryParse(text, out var revision) ? revision : throw new FormatException($"'{text}' is not a revision: expected a number, a dash and 32 lower-case hex digits.");

    /// <summary>Reads <c>generation-hash</c>, answering whether the text was one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Revision revision)
    {
        revision = default;
        var dash = text.IndexOf('-');
        if (dash is < 1 or > 9
            || text[0] is '0'
            || text[..dash].ContainsAnyExceptInRange('0', '9') // the framework's parser lets NULs follow a number
            || !int.TryParse(text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            || !RevisionHash.TryParse(text[(dash + 1)..], out var hash))
        {
            return false;
        }

        revision = new(generation, hash);
        return true;
    }

    /// <summary>By generation as a number, then by hash as bytes.</summary>
    public int CompareTo(Revision other) =>
        Generation != other.Generation ? Generation.CompareTo(other.Generation) : Hash.CompareTo(other.Hash);

    /// <summary><c>generation-hash</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Generation}-{Hash}");
}
