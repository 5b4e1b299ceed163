using System.Collections.Immutable;
using System.Text;
using Aurix.Platform.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Search;

/// <summary>Cuts out of found documents the piece that has what was looked for.</summary>
/// <remarks>
/// The index holds no text. So the few documents of a page are indexed once more, in memory, by the same tokeniser, and asked the same question:
/// what is marked is exactly what matched.
/// </remarks>
internal sealed class Snippets : IDisposable
{
    // Control characters, which are taken out of the text first.
    private const char Open = '\u0002';
    private const char Close = '\u0003';

    // In words. More would not fit on a line of a list, fewer tell too little of what is around.
    private const int Words = 24;

    private readonly Session _memory;
    private readonly string _match;

    public Snippets(string match)
    {
        _match = match;
        var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        _memory = new Session(connection);
        _memory.RunScript("CREATE VIRTUAL TABLE page USING fts5 (title, text, tokenize = 'unicode61 remove_diacritics 2')");
    }

    /// <summary>The title and a piece of the text, marked.</summary>
    public (MarkedText Title, MarkedText Text) Of(SearchText words)
    {
        _memory.Run("DELETE FROM page");
        _memory.Run("INSERT INTO page (title, text) VALUES ($1, $2)", Clean(words.Title), Clean(words.Text));
        var (title, text) = _memory.First(
            $"SELECT highlight(page, 0, $2, $3), snippet(page, 1, $2, $3, '…', {Words}) FROM page WHERE page MATCH $1",
            static row => (row.GetString(0), row.GetString(1)),
            _match,
            Open.ToString(),
            Close.ToString());
        return (Marked(title ?? ""), Marked(text ?? ""));
    }

    public void Dispose() => _memory.Dispose();

    private static string Clean(string text) => text.Replace(Open, ' ').Replace(Close, ' ');

    private static MarkedText Marked(string text)
    {
        var plain = new StringBuilder(text.Length);
        var marks = ImmutableArray.CreateBuilder<(int Start, int Length)>();
        var start = 0;
        foreach (var character in text)
        {
            switch (character)
            {
                case Open:
                    start = plain.Length;
                    break;
                case Close:
                    marks.Add((start, plain.Length - start));
                    break;
                default:
                    plain.Append(character is '\n' ? ' ' : character);
                    break;
            }
        }

        return new MarkedText(plain.ToString(), marks.ToImmutable());
    }
}
