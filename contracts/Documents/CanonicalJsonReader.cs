using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Aurix.Platform.Documents;

/// <summary>Turns JSON text into its canonical bytes.</summary>
internal static class CanonicalJsonReader
{
    public static byte[] Canonicalise(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        var output = new ArrayBufferWriter<byte>(Math.Max(16, utf8.Length));
        try
        {
            reader.Read();
            Value(ref reader, output);
            if (reader.Read())
            {
                throw new FormatException("There is text after the JSON value.");
            }
        }
        catch (JsonException wrong)
        {
            // The reader's own text can quote the input, and the input is somebody's document.
            throw new FormatException($"Not valid JSON at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            throw new FormatException($"A string near byte {reader.TokenStartIndex} holds invalid UTF-8 or half of a surrogate pair.");
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes a string as RFC 8785 §3.2.2.2 does: the seven short escapes, \u00xx for other controls, all else as it is.</summary>
    public static void String(string text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        var start = 0;
        for (var index = 0; index < text.Length; index++)
        {
            var c = text[index];
            if (c >= 0x20 && c is not '"' and not '\\')
            {
                continue;
            }

            Encoding.UTF8.GetBytes(text.AsSpan(start, index - start), output);
            start = index + 1;
            var escape = c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => $"\\u{(int)c:x4}",
            };
            Encoding.UTF8.GetBytes(escape, output);
        }

        Encoding.UTF8.GetBytes(text.AsSpan(start), output);
        output.Write("\""u8);
    }

    /// <summary>Writes the string or name at which the reader stands. One without escapes is canonical as it is, if it is UTF-8.</summary>
    private static void Token(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        if (reader.ValueIsEscaped || !Utf8.IsValid(reader.ValueSpan))
        {
            String(reader.GetString()!, output);
            return;
        }

        output.Write("\""u8);
        output.Write(reader.ValueSpan);
        output.Write("\""u8);
    }

    private static void Value(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Object(ref reader, output);
                break;
            case JsonTokenType.StartArray:
                Array(ref reader, output);
                break;
            case JsonTokenType.String:
                Token(ref reader, output);
                break;
            case JsonTokenType.Number:
                CanonicalNumber.Write(reader.ValueSpan, output);
                break;
            case JsonTokenType.True:
                output.Write("true"u8);
                break;
            case JsonTokenType.False:
                output.Write("false"u8);
                break;
            case JsonTokenType.Null:
                output.Write("null"u8);
                break;
            default:
                throw new FormatException($"Not a JSON value at byte {reader.TokenStartIndex}.");
        }
    }

    private static void Array(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        for (var first = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; first = false)
        {
            if (!first)
            {
                output.Write(","u8);
            }

            Value(ref reader, output);
        }

        output.Write("]"u8);
    }

    private static void Object(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        // Each member is written where it will stay if the input was sorted already, which is what we mostly read.
        var members = new List<(string Name, int Start, int Length)>();
        var sorted = true;
        output.Write("{"u8);
        var body = output.WrittenCount;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            if (members.Count > 0)
            {
                output.Write(","u8);
                sorted &= string.CompareOrdinal(members[^1].Name, name) < 0;
            }

            var start = output.WrittenCount;
            Token(ref reader, output);
            output.Write(":"u8);
            reader.Read();
            Value(ref reader, output);
            members.Add((name, start, output.WrittenCount - start));
        }

        if (!sorted)
        {
            Sort(members, output, body);
        }

        output.Write("}"u8);
    }

    private static void Sort(List<(string Name, int Start, int Length)> members, ArrayBufferWriter<byte> output, int body)
    {
        var written = output.WrittenSpan[body..].ToArray();
        members.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        for (var index = 1; index < members.Count; index++)
        {
            if (members[index - 1].Name == members[index].Name)
            {
                throw new FormatException("An object names one member twice.");
            }
        }

        var kept = output.WrittenSpan[..body].ToArray();
        output.ResetWrittenCount();
        output.Write(kept);
        for (var index = 0; index < members.Count; index++)
        {
            if (index > 0)
            {
                output.Write(","u8);
            }

            output.Write(written.AsSpan(members[index].Start - body, members[index].Length));
        }
    }
}
