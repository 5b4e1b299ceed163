using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Merging.Json;

/// <summary>Reads canonical JSON into nodes and writes it back.</summary>
internal static class NodeText
{
    // Escapes are brought into canonical form afterwards, so the fewer the better.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Reads a value, paying for every part of it.</summary>
    /// <exception cref="MergeStoppedException">There is not enough fuel.</exception>
    public static Node Read(CanonicalJson json, MergeFuel fuel)
    {
        if (!fuel.Take(json.Utf8.Length))
        {
            throw MergeStoppedException.OutOfFuel();
        }

        var reader = new Utf8JsonReader(json.Utf8.Span, new JsonReaderOptions { MaxDepth = CanonicalJson.MaxDepth });
        reader.Read();
        return Value(ref reader);
    }

    /// <summary>The canonical text of a value.</summary>
    /// <exception cref="FormatException">The value is deeper than <see cref="CanonicalJson.MaxDepth"/>.</exception>
    public static CanonicalJson Write(Node node)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output, Writing))
        {
            Write(node, writer);
        }

        return CanonicalJson.Parse(output.WrittenSpan);
    }

    private static Node Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Object(ref reader),
        JsonTokenType.StartArray => Array(ref reader),
        JsonTokenType.String => new TextNode(reader.GetString()!),
        JsonTokenType.Number => new NumberNode(Encoding.ASCII.GetString(reader.ValueSpan)),
        JsonTokenType.True => new WordNode("true"),
        JsonTokenType.False => new WordNode("false"),
        _ => new WordNode("null"),
    };

    private static ArrayNode Array(ref Utf8JsonReader reader)
    {
        var items = ImmutableArray.CreateBuilder<Node>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value(ref reader));
        }

        return new(items.DrainToImmutable());
    }

    private static ObjectNode Object(ref Utf8JsonReader reader)
    {
        var members = ImmutableArray.CreateBuilder<Member>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            members.Add(new(name, Value(ref reader)));
        }

        return new(members.DrainToImmutable());
    }

    private static void Write(Node node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case ObjectNode value:
                writer.WriteStartObject();
                foreach (var member in value.Members)
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case ArrayNode value:
                writer.WriteStartArray();
                foreach (var item in value.Items)
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            case TextNode value:
                writer.WriteStringValue(value.Text);
                break;
            case NumberNode value:
                writer.WriteRawValue(value.Literal, skipInputValidation: true);
                break;
            case WordNode value:
                writer.WriteRawValue(value.Word, skipInputValidation: true);
                break;
        }
    }
}
