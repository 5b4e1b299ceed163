namespace Aurix.Platform.Merging.Text;

/// <summary>A text, cut: for each token a number, equal for equal tokens of one <see cref="Vocabulary"/>.</summary>
/// <param name="text">The text.</param>
/// <param name="symbols">The numbers.</param>
/// <param name="starts">Where each token begins in the text, and at the end the text's length.</param>
internal sealed class CutText(string text, int[] symbols, int[] starts)
{
    public string Text => text;

    public int[] Symbols => symbols;

    public int Count => symbols.Length;

    /// <summary>Where a token begins in the text.</summary>
    public int Start(int token) => starts[token];

    /// <summary>Which token begins at a place of the text.</summary>
    public int Find(int start) => Array.BinarySearch(starts, start);

    /// <summary>The text of some tokens.</summary>
    public ReadOnlySpan<char> Span(int from, int to) => text.AsSpan(starts[from], starts[to] - starts[from]);
}
