using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Gateway.Mirror;

/// <summary>Which revisions of the vault the revisions of one document in the mirror stand for.</summary>
/// <param name="pairs">What was noted of those that a PouchDB made.</param>
/// <param name="history">Every revision that the vault knows.</param>
internal sealed class Ancestry(ImmutableArray<Pair> pairs, ImmutableArray<HistoryEntry> history)
{
    private readonly Dictionary<Revision, Revision?> _noted = pairs.ToDictionary(pair => pair.Mirror, pair => pair.Vault);
    private readonly Dictionary<RevisionHash, HistoryEntry> _shown = history.ToDictionary(entry => MirrorRevisions.Of(entry.Revision));
    private readonly Dictionary<Revision, HistoryEntry> _entries = history.ToDictionary(entry => entry.Revision);

    // The first of all revisions whose body is still there.
    private Seen? Beginning => history.Where(entry => entry.Body is not null).OrderBy(entry => entry.Revision).Select(entry => new Seen(entry.Revision, entry.Body!, Mirror: null)).FirstOrDefault();

    /// <summary>Whether somebody has looked at a revision already, and what it stands for.</summary>
    public bool Knows(Revision mirror, out Revision? vault)
    {
        if (_noted.TryGetValue(mirror, out vault))
        {
            return true;
        }

        vault = _shown.GetValueOrDefault(mirror.Hash)?.Revision;
        return vault is not null;
    }

    /// <summary>What somebody had seen who wrote the tip of this path; null when they began a document of their own.</summary>
    public Seen? SeenBy(RevisionPath path)
    {
        foreach (var ancestor in path.Revisions().Skip(1))
        {
            if (Knows(ancestor, out var vault) && vault is { } revision && _entries.GetValueOrDefault(revision)?.Body is { } body)
            {
                return new(revision, body, ancestor);
            }
        }

        var isWhole = path.Hashes.Length == path.Start && pairs.Length < PairBook.Most;
        return isWhole ? null : Beginning; // what it was built on is forgotten: it saw at least what everybody did
    }

    /// <summary>An edit on this parent that says just this.</summary>
    public Revision? Find(Revision? parent, DocumentType type, CanonicalJson content, IEnumerable<string> files) => history
        .FirstOrDefault(entry => entry.Parent == parent
            && entry.Body is { Kind: DocumentBodyKind.Edit, Deleted: false } body
            && body.Type == type
            && body.Content.Equals(content)
            && body.Attachments.Keys.SequenceEqual(files.Order(StringComparer.Ordinal), StringComparer.Ordinal))
        ?.Revision;
}

/// <summary>What the writer of an edit had before their eyes.</summary>
/// <param name="Vault">The revision of the vault.</param>
/// <param name="Body">What it says.</param>
/// <param name="Mirror">As which it stood in the mirror; null where the writer was not told.</param>
internal sealed record Seen(Revision Vault, DocumentBody Body, Revision? Mirror);
