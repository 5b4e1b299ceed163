using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Storage.Search;

/// <summary>Writes and reads what stands in a <see cref="PageCursor"/>: the question's kind, and the keys of the last row.</summary>
internal static class Cursors
{
    public static PageCursor Write(string kind, object? key, object tie) =>
        new(Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new[] { kind, Text(key), Text(tie) })));

    /// <exception cref="UsageException"><c>BadCursor</c>: it belongs to another question, or is none.</exception>
    public static (object? Key, object Tie) Read(string kind, PageCursor cursor)
    {
        try
        {
            var parts = JsonSerializer.Deserialize<string?[]>(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor.Text)));
            if (parts is [{ } named, var key, { } tie] && named == kind)
            {
                return (Value(key), Value(tie)!);
            }
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException)
        {
            // Told below.
        }

        throw new UsageException("BadCursor", "This is not where a page of this question ended.", "Ask again from the beginning, and hand the cursor back as it was given.");
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        long number => "i" + number.ToString(CultureInfo.InvariantCulture),
        double number => "d" + number.ToString("R", CultureInfo.InvariantCulture),
        string text => "s" + text,
        _ => throw new ArgumentException($"A {value.GetType()} cannot be a key.", nameof(value)),
    };

    private static object? Value(string? text) => text switch
    {
        null => null,
        ['i', .. var number] => long.Parse(number, CultureInfo.InvariantCulture),
        ['d', .. var number] => double.Parse(number, CultureInfo.InvariantCulture),
        ['s', .. var value] => value,
        _ => throw new FormatException("An unknown kind of key."),
    };
}
