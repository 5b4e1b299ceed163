using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Aurix.Platform.Conflict;

namespace Aurix.Platform.Merging.Text;

/// <summary>Writes the merged text from a base and the changes of two sides.</summary>
internal sealed class Weave(CutText original, Side earlier, Side later, int symbols, MergePurpose purpose)
{
    private readonly MergedText _text = new(Math.Max(earlier.Cut.Text.Length, later.Cut.Text.Length) + 256, symbols);
    private readonly List<WrittenRegion> _regions = [];

    // An ancestor keeps every variant and has no reader who could choose.
    private readonly List<TextRecord>? _records = purpose == MergePurpose.Resolve ? [] : null;

    /// <summary>Whether nothing of the base is left as it was: one region is all of it, and each side deleted more than half.</summary>
    public bool IsWholeRewrite { get; private set; }

    public TextMergeResult Write(string path)
    {
        var at = 0;
        foreach (var region in Region.Join(earlier.Hunks, later.Hunks))
        {
            _text.Write(original, at, region.Start);
            var start = _text.Length;
            Write(region);
            _regions.Add(new WrittenRegion(region.End, start, _text.Length - start));
            at = region.End;
        }

        _text.Write(original, at, original.Count);
        if (_records is null)
        {
            return new TextMergeResult(_text.ToString(), []);
        }

        _records.AddRange(Conservation.Check(original, earlier.Cut, later.Cut, _text, _regions));
        var text = _text.ToString();
        return new TextMergeResult(text, [.. _records.OrderBy(record => record.Start).Select(record => record.Place(path, text, earlier.Variant, later.Variant))]);
    }

    private void Write(Region region)
    {
        var early = CollectionsMarshal.AsSpan(earlier.Hunks)[region.Earlier];
        var late = CollectionsMarshal.AsSpan(later.Hunks)[region.Later];
        if (early.IsEmpty)
        {
            _text.Write(later.Cut, late[0].From, late[0].To); // one side's hunks never touch, so there is one
        }
        else if (late.IsEmpty)
        {
            _text.Write(earlier.Cut, early[0].From, early[0].To);
        }
        else
        {
            IsWholeRewrite |= region.Start == 0 && region.End == original.Count && DeletesMost(early) && DeletesMost(late);
            new RegionWeave(original, new Strand(earlier, early), new Strand(later, late), _text, _records).Write(region);
        }
    }

    private bool DeletesMost(ReadOnlySpan<Hunk> hunks)
    {
        var deleted = 0;
        foreach (var hunk in hunks)
        {
            deleted += hunk.End - hunk.Start;
        }

        return deleted * 2 > original.Count;
    }
}
