using System.Buffers;
using System.Text.Json;
using Aurix.Platform.Documents;

namespace Samples.RecordingMetadata;

/// <summary>An object as its members, each value in its canonical spelling: equal values have equal texts, so no value need be understood to be compared.</summary>
internal static class Members
{
    /// <summary>Null for anything but an object.</summary>
    public static SortedDictionary<string, string>? Read(CanonicalJson content)
    {
        using var json = JsonDocument.Parse(content.Utf8, new JsonDocumentOptions { MaxDepth = CanonicalJson.MaxDepth });
        return json.RootElement.ValueKind is JsonValueKind.Object
            ? new(json.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetRawText()), StringComparer.Ordinal)
            : null;
    }

    /// <summary>Members without a value are left out.</summary>
    public static CanonicalJson Write(IEnumerable<KeyValuePair<string, string?>> members)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { MaxDepth = CanonicalJson.MaxDepth }))
        {
            json.WriteStartObject();
            foreach (var (name, value) in members)
            {
                if (value is not null)
                {
                    json.WritePropertyName(name);
                    json.WriteRawValue(value, skipInputValidation: true);
                }
            }

            json.WriteEndObject();
        }

        return CanonicalJson.Parse(text.WrittenSpan);
    }
}
