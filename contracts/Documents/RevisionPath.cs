using System.Collections.Immutable;

namespace Aurix.Platform.Documents;

/// <summary>A revision and its ancestors, newest first, as CouchDB's <c>_revisions</c> tells them; possibly cut off at the old end.</summary>
/// <param name="Start">The generation of the newest.</param>
/// <param name="Hashes">At least one hash, newest first, generations falling by one.</param>
public sealed record RevisionPath(int Start, ImmutableArray<RevisionHash> Hashes)
{
    /// <summary>The newest revision.</summary>
    public Revision Tip => new(Start, Hashes[0]);

    /// <summary>The parent of the newest, or null when it is unknown or there is none.</summary>
    public Revision? Parent => Hashes.Length > 1 ? new Revision(Start - 1, Hashes[1]) : null;

    /// <summary>A path of one revision and, where it has one, its parent.</summary>
    public static RevisionPath Of(Revision tip, Revision? parent = null) =>
        new(tip.Generation, parent is { } known ? [tip.Hash, known.Hash] : [tip.Hash]);

    /// <summary>Every revision on the path, newest first.</summary>
    public IEnumerable<Revision> Revisions()
    {
        for (var index = 0; index < Hashes.Length; index++)
        {
            yield return new(Start - index, Hashes[index]);
        }
    }

    /// <summary>Whether the generations fit: at least one hash, and not more hashes than generations.</summary>
    public bool IsWellFormed => !Hashes.IsDefaultOrEmpty && Hashes.Length <= Start;
}
