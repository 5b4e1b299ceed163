using Aurix.Platform.Conflict;

namespace Aurix.Platform.Merging.Text;

/// <summary>Compares two texts: which tokens have a partner in the other, and so which runs changed.</summary>
/// <remarks>
/// Lines that stand once in both hold the texts together. Between them ends that are equal are cut off; tokens that stand once in both are anchors (patience diff), and so on within the gaps between anchors; what
/// has none is compared for the fewest changes. Anchors keep apart what is apart: prose is full of "the", and the fewest changes would match
/// one sentence's with another's. They also make rewritten texts cheap.
/// </remarks>
internal sealed class TextDiff
{
    private readonly int[] _a;
    private readonly int[] _b;
    private readonly MergeFuel _fuel;
    private readonly bool[] _deleted;
    private readonly bool[] _inserted;
    private readonly Occurrences _occurrences;
    private readonly Stack<Gap> _open = new();

    private TextDiff(int[] a, int[] b, int symbols, MergeFuel fuel)
    {
        (_a, _b, _fuel) = (a, b, fuel);
        _deleted = new bool[a.Length];
        _inserted = new bool[b.Length];
        _occurrences = new Occurrences(a, b, symbols);
    }

    /// <summary>The runs that changed, ascending, no two touching. Null when the fuel ran out.</summary>
    /// <param name="symbols">All numbers are below this.</param>
    public static List<Hunk>? Compare(CutText a, CutText b, int symbols, MergeFuel fuel)
    {
        var diff = new TextDiff(a.Symbols, b.Symbols, symbols, fuel);
        return LineAnchors.Between(a, b, fuel) is { } gaps && diff.Mark(gaps, anchors: true) ? diff.Read() : null;
    }

    /// <summary>As above, without knowing of lines.</summary>
    /// <param name="symbols">All numbers are below this.</param>
    /// <param name="anchors">False finds the fewest changes, at any price.</param>
    public static List<Hunk>? Compare(int[] a, int[] b, int symbols, MergeFuel fuel, bool anchors = true)
    {
        var diff = new TextDiff(a, b, symbols, fuel);
        return diff.Mark([new Gap(0, a.Length, 0, b.Length)], anchors) ? diff.Read() : null;
    }

    private List<Hunk> Read() => Hunks.Slide(Hunks.Read(_deleted, _inserted), _a, _b);

    private bool Mark(List<Gap> gaps, bool anchors)
    {
        gaps.ForEach(Open);
        while (_open.TryPop(out var gap))
        {
            gap = Trim(gap);
            if (gap.IsOneSided)
            {
                MarkAll(gap);
                continue;
            }

            // Once to count, once to look, once to forget.
            if (!_fuel.Take(3L * gap.Length))
            {
                return false;
            }

            _occurrences.Count(gap);
            var chain = anchors ? _occurrences.Anchors(gap) : [];
            var done = chain.Count > 0 ? Divide(gap, chain) : MarkFewest(gap);
            _occurrences.Forget(gap);
            if (!done)
            {
                return false;
            }
        }

        return true;
    }

    private Gap Trim(Gap gap)
    {
        var (aLow, aHigh, bLow, bHigh) = gap;
        while (aLow < aHigh && bLow < bHigh && _a[aLow] == _b[bLow])
        {
            aLow++;
            bLow++;
        }

        while (aLow < aHigh && bLow < bHigh && _a[aHigh - 1] == _b[bHigh - 1])
        {
            aHigh--;
            bHigh--;
        }

        return new Gap(aLow, aHigh, bLow, bHigh);
    }

    private bool Divide(Gap gap, List<(int A, int B)> chain)
    {
        var (a, b) = (gap.ALow, gap.BLow);
        foreach (var anchor in chain)
        {
            Open(new Gap(a, anchor.A, b, anchor.B));
            (a, b) = (anchor.A + 1, anchor.B + 1);
        }

        Open(new Gap(a, gap.AHigh, b, gap.BHigh));
        return true;
    }

    private void Open(Gap gap)
    {
        if (gap.IsOneSided)
        {
            MarkAll(gap);
        }
        else
        {
            _open.Push(gap);
        }
    }

    private void MarkAll(Gap gap)
    {
        _deleted.AsSpan(gap.ALow, gap.AHigh - gap.ALow).Fill(true);
        _inserted.AsSpan(gap.BLow, gap.BHigh - gap.BLow).Fill(true);
    }

    /// <summary>What the other side does not have at all has no partner, and need not be searched for one.</summary>
    private bool MarkFewest(Gap gap)
    {
        MarkAll(gap);
        var a = _occurrences.Shared(_a, gap.ALow, gap.AHigh);
        var b = _occurrences.Shared(_b, gap.BLow, gap.BHigh);
        var (deleted, inserted) = (new bool[a.Count], new bool[b.Count]);
        if (!new MiddleSnake([.. a.Select(at => _a[at])], [.. b.Select(at => _b[at])], deleted, inserted, _fuel).Run())
        {
            return false;
        }

        for (var i = 0; i < a.Count; i++)
        {
            _deleted[a[i]] = deleted[i];
        }

        for (var i = 0; i < b.Count; i++)
        {
            _inserted[b[i]] = inserted[i];
        }

        return true;
    }
}
