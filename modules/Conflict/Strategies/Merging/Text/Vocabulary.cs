using Aurix.Platform.Conflict;

namespace Aurix.Platform.Merging.Text;

/// <summary>Gives each different token of the texts of one merge a number, by first appearance. The numbers mean nothing but equality.</summary>
internal sealed class Vocabulary(TextGrain grain)
{
    /// <summary>A longer text is not merged (conflict.md §7). More would let one document hold up the rest, less would leave books out.</summary>
    public const int MaxTextLength = 4 * 1024 * 1024;

    /// <summary>Nor is one of more tokens: arrays and passes are as long as this.</summary>
    public const int MaxTokens = 500_000;

    // The hash is seeded by the process: nobody can choose tokens that collide. Nothing is ever read in its order.
    private int[] _heads = NewHeads(1024);
    private Entry[] _entries = new Entry[1024];

    /// <summary>How many different tokens there are.</summary>
    public int Count { get; private set; }

    /// <summary>Cuts a text. Null when it is too long, or the fuel too little.</summary>
    public CutText? Cut(string text, MergeFuel fuel)
    {
        // A look at every character costs a sixteenth of a step.
        if (text.Length > MaxTextLength || !fuel.Take(text.Length / 16))
        {
            return null;
        }

        var symbols = new List<int>(text.Length / 5);
        var starts = new List<int>((text.Length / 5) + 1);
        var units = text.AsSpan();
        for (var at = 0; at < units.Length;)
        {
            if (symbols.Count == MaxTokens)
            {
                return null;
            }

            var end = grain == TextGrain.Line ? Tokeniser.EndOfLine(units, at) : Tokeniser.EndOfToken(units, at);
            symbols.Add(NumberOf(text, at, end - at));
            starts.Add(at);
            at = end;
        }

        starts.Add(text.Length);
        return fuel.Take(symbols.Count) ? new CutText(text, [.. symbols], [.. starts]) : null;
    }

    private int NumberOf(string text, int start, int length)
    {
        var token = text.AsSpan(start, length);
        var hash = string.GetHashCode(token);
        for (var found = _heads[hash & (_heads.Length - 1)]; found >= 0; found = _entries[found].Next)
        {
            ref readonly var entry = ref _entries[found];
            if (entry.Hash == hash && token.SequenceEqual(entry.Text.AsSpan(entry.Start, entry.Length)))
            {
                return found;
            }
        }

        if (Count == _entries.Length)
        {
            Grow();
        }

        ref var head = ref _heads[hash & (_heads.Length - 1)];
        _entries[Count] = new Entry(hash, head, text, start, length);
        head = Count;
        return Count++;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, Count * 2);
        _heads = NewHeads(Count * 2);
        for (var number = 0; number < Count; number++)
        {
            ref var head = ref _heads[_entries[number].Hash & (_heads.Length - 1)];
            _entries[number] = _entries[number] with { Next = head };
            head = number;
        }
    }

    private static int[] NewHeads(int count)
    {
        var heads = new int[count];
        heads.AsSpan().Fill(-1);
        return heads;
    }

    private readonly record struct Entry(int Hash, int Next, string Text, int Start, int Length);
}
