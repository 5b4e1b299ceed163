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

    public void Write(CutText source, int from, int to)
    {
        _text.Append(source.Span(from, to));
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
