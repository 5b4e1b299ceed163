namespace Aurix.Platform.Merging.Text;

/// <summary>One side within one region: its changes, what was decided about each, and how far the weave has come along them.</summary>
internal sealed class Strand
{
    private readonly Change[] _changes;
    private int _next;

    public Strand(Side side, ReadOnlySpan<Hunk> hunks)
    {
        Side = side;
        Hunks = hunks.ToArray();
        _changes = new Change[hunks.Length];
        for (var i = 0; i < hunks.Length; i++)
        {
            _changes[i] = new Change(hunks[i]);
        }
    }

    public Side Side { get; }

    public Hunk[] Hunks { get; }

    public IReadOnlyList<Change> Changes => _changes;

    /// <summary>The change that the weave is in or has just left.</summary>
    public Change? Current { get; private set; }

    /// <summary>Whether something of this side stands in the text with nothing of the other at its place.</summary>
    public bool StandsAlone { get; set; }

    /// <summary>The change that starts at a place of the base. Places are asked for in ascending order.</summary>
    public Change? StartingAt(int place) =>
        _next < _changes.Length && _changes[_next].Hunk.Start == place ? Current = _changes[_next++] : null;

    /// <summary>Whether this side deleted the token at the place.</summary>
    public bool Deleted(int place) => Current is { } change && place < change.Hunk.End;
}

/// <summary>One hunk, and what was decided about it.</summary>
internal sealed class Change(Hunk hunk)
{
    public Hunk Hunk => hunk;

    /// <summary>The deletion is not honoured: the other side worked on what was deleted.</summary>
    public bool IsLifted { get; set; }

    /// <summary>The insertion is in a record and not in the text.</summary>
    public bool IsHidden { get; set; }

    /// <summary>A record about all that this hunk deleted; it gets its place once that is written.</summary>
    public TextRecord? Record { get; set; }
}
