using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Merging.Text;

/// <summary>Weaves the changes of both sides in one region (conflict.md §4.3): what neither deleted stays, what either inserted stays at the start of its own hunk.</summary>
/// <remarks>Taking one side's region whole, as diff3 does, would hide what the other inserted behind a mere deletion (CE-18).</remarks>
internal sealed class RegionWeave(CutText original, Strand earlier, Strand later, MergedText text, List<TextRecord>? records)
{
    /// <summary>The most words that a record may hold instead of the text. More would hide what somebody wrote, less would put every reworded phrase into the text twice.</summary>
    private const int MaxHiddenWords = 8;

    /// <summary>From this many words on, a deleted run is a passage and not a correction, and work on a passage outweighs its deletion.</summary>
    private const int PassageWords = 12;

    public void Write(Region region)
    {
        var (recordsBefore, startOfRegion) = (records?.Count ?? 0, text.Length);
        DecidePassages(earlier, later);
        DecidePassages(later, earlier);
        for (var place = region.Start; ; place++)
        {
            EndRecord(earlier, place);
            EndRecord(later, place);
            WriteInsertions(earlier.StartingAt(place), later.StartingAt(place));
            if (place == region.End)
            {
                break;
            }

            if (Survives(place))
            {
                text.Write(original, place, place + 1);
            }
        }

        if (records?.Count == recordsBefore && earlier.StandsAlone && later.StandsAlone)
        {
            records.Add(new TextRecord(
                ConflictRecordKinds.Adjacent,
                startOfRegion,
                text.Length - startOfRegion,
                original.Span(region.Start, region.End).ToString(),
                earlier.Side.Between(original, earlier.Hunks, region.Start, region.End, withEnd: true),
                later.Side.Between(original, later.Hunks, region.Start, region.End, withEnd: true),
                Chosen: null));
        }
    }

    /// <summary>Finds passages that one side deleted or rewrote while the other worked within them.</summary>
    private void DecidePassages(Strand remover, Strand editor)
    {
        var inside = 0;
        foreach (var change in remover.Changes)
        {
            var passage = change.Hunk;
            while (inside < editor.Hunks.Length && editor.Hunks[inside].Start <= passage.Start)
            {
                inside++;
            }

            var edits = editor.Changes.Skip(inside).TakeWhile(edit => edit.Hunk.End < passage.End).Where(edit => edit.Hunk.Inserts).ToList();
            if (edits.Count > 0 && Words(original.Span(passage.Start, passage.End), PassageWords) == PassageWords)
            {
                DecidePassage(remover, change, editor, edits, editor.Hunks.AsSpan(Math.Max(inside - 1, 0)));
            }
        }
    }

    private void DecidePassage(Strand remover, Change removal, Strand editor, List<Change> edits, ReadOnlySpan<Hunk> around)
    {
        var passage = removal.Hunk;
        var edited = editor.Side.Between(original, around, passage.Start, passage.End, withEnd: false);
        var hide = passage.Inserts && records is not null && FewWords(editor.Side.Cut, edits) && TextRecord.Value(edited) is not null;
        removal.IsLifted = !hide;
        edits.ForEach(edit => edit.IsHidden |= hide);
        if (records is null)
        {
            return;
        }

        var (kind, chosen) = (passage.Inserts, hide) switch
        {
            (false, _) => (ConflictRecordKinds.DeletedElsewhere, editor.Side.Variant.Revision),
            (true, true) => (ConflictRecordKinds.Replaced, remover.Side.Variant.Revision),
            (true, false) => (ConflictRecordKinds.BothKept, default(Revision?)),
        };
        var rewrite = passage.Inserts ? remover.Side.Cut.Span(passage.From, passage.To).ToString() : null;
        var isEarlier = ReferenceEquals(remover, earlier);
        removal.Record = new TextRecord(
            kind, 0, 0, original.Span(passage.Start, passage.End).ToString(), isEarlier ? rewrite : edited, isEarlier ? edited : rewrite, chosen);
    }

    private bool Survives(int place) => (earlier.Deleted(place), later.Deleted(place)) switch
    {
        (true, true) => false,
        (true, false) => earlier.Current!.IsLifted,
        (false, true) => later.Current!.IsLifted,
        _ => true,
    };

    private void EndRecord(Strand strand, int place)
    {
        if (strand.Current is { Record: { } record } change && change.Hunk.End == place)
        {
            records!.Add(record with { Length = text.Length - record.Start });
        }
    }

    private void WriteInsertions(Change? early, Change? late)
    {
        StartRecord(early);
        StartRecord(late);
        var (early1, late1) = (Visible(earlier, early), Visible(later, late));
        if (early1 is { } first && late1 is { } second)
        {
            WritePair(first, second);
        }
        else if (early1 is { } alone)
        {
            WriteAlone(earlier, alone);
        }
        else if (late1 is { } other)
        {
            WriteAlone(later, other);
        }
    }

    private void StartRecord(Change? change)
    {
        if (change?.Record is { } record)
        {
            change.Record = record with { Start = text.Length };
        }
    }

    /// <summary>The insertion of a change if it goes into the text; one that is in a record counts as kept.</summary>
    private Hunk? Visible(Strand strand, Change? change)
    {
        if (change is not { Hunk: { Inserts: true } hunk })
        {
            return null;
        }

        if (change.IsHidden)
        {
            text.Keep(strand.Side.Cut, hunk.From, hunk.To);
            return null;
        }

        return hunk;
    }

    private void WriteAlone(Strand strand, Hunk hunk)
    {
        text.Write(strand.Side.Cut, hunk.From, hunk.To);
        strand.StandsAlone = true;
    }

    /// <summary>Both inserted at one place.</summary>
    private void WritePair(Hunk first, Hunk second)
    {
        var (early, late) = (earlier.Side.Cut, later.Side.Cut);
        var (prefix, suffix) = SharedEnds.Of(early, first, late, second);
        if (prefix == first.To - first.From && prefix == second.To - second.From)
        {
            text.WriteShared(early, first.From, first.To);
            return;
        }

        var start = text.Length;
        var replaced = first.Deletes && second.Deletes;
        var loser = early.Span(first.From, first.To).ToString();
        var hide = replaced && records is not null && Words(loser, MaxHiddenWords + 1) <= MaxHiddenWords && TextRecord.Value(loser) is not null;
        if (hide)
        {
            text.Keep(early, first.From, first.To);
            text.Write(late, second.From, second.To);
        }
        else
        {
            text.WriteShared(early, first.From, first.From + prefix);
            text.Write(early, first.From + prefix, first.To - suffix);
            text.Write(late, second.From + prefix, second.To - suffix);
            text.WriteShared(late, second.To - suffix, second.To);
        }

        records?.Add(new TextRecord(
            hide ? ConflictRecordKinds.Replaced : replaced ? ConflictRecordKinds.BothKept : ConflictRecordKinds.BothInserted,
            start,
            text.Length - start,
            replaced ? original.Span(first.Start, Math.Max(first.End, second.End)).ToString() : null,
            loser,
            late.Span(second.From, second.To).ToString(),
            hide ? later.Side.Variant.Revision : null));
    }

    // Counted in words also where lines are compared: a line more or less says nothing about how much is hidden.
    private static int Words(ReadOnlySpan<char> span, int enough) => Tokeniser.Count(span, enough);

    private static bool FewWords(CutText side, List<Change> edits)
    {
        var words = 0;
        foreach (var edit in edits)
        {
            words += Words(side.Span(edit.Hunk.From, edit.Hunk.To), MaxHiddenWords + 1);
            if (words > MaxHiddenWords)
            {
                return false;
            }
        }

        return true;
    }
}
