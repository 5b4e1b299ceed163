using System.Text;

namespace Aurix.Platform.Merging.Text;

/// <summary>The merged text while it is written, with the tally of tokens that <see cref="Conservation"/> checks.</summary>
internal sealed class MergedText(int capacity, int symbols)
{
    private readonly StringBuilder _text = new(capacity);

    /// <summary>How often each token is in the text or in a record.</summary>
    public int[] Kept { get; } = new int[symbols];

    /// <summary>How often each token was inserted by both sides and written once.</summary>
    public int[] Shared { get; } = new int[symbols];

    public int Length => _text.Length;

    /// <summary>Writes tokens. Two words that stood apart in every version stay two: what stood between them may have gone with something else.</summary>
    public void Write(CutText source, int from, int to)
    {
        var tokens = source.Span(from, to);
        if (_text.Length > 0 && Tokeniser.BeginsWithWord(tokens) && Tokeniser.EndsWithWord(_text[^1], _text.Length > 1 ? _text[^2] : default))
        {
            _text.Append(' ');
        }

        _text.Append(tokens);
        Keep(source, from, to);
    }

    /// <summary>As <see cref="Write"/>, for what both sides inserted.</summary>
    public void WriteShared(CutText source, int from, int to)
    {
        Write(source, from, to);
        for (var i = from; i < to; i++)
        {
            Shared[source.Symbols[i]]++;
        }
    }

    /// <summary>Counts tokens that are in a record instead of the text.</summary>
    public void Keep(CutText source, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            Kept[source.Symbols[i]]++;
        }
    }

    public override string ToString() => _text.ToString();
}
