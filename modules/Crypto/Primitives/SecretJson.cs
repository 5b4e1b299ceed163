using System.Runtime.InteropServices;
using System.Text.Json;

namespace Aurix.Platform.Crypto.Primitives;

/// <summary>Reads keys out of JSON without ever making them a string.</summary>
internal static class SecretJson
{
    /// <summary>No member twice: two readers must not see two values.</summary>
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Decodes a JSON string of base64url into exactly <paramref name="bytes"/>.</summary>
    public static bool TryGetBytes(JsonElement element, Span<byte> bytes)
    {
        if (element.ValueKind is not JsonValueKind.String)
        {
            return false;
        }

        var quoted = JsonMarshal.GetRawUtf8Value(element);
        return CanonicalBase64Url.TryDecode(quoted[1..^1], bytes);
    }

    /// <summary>A member that is a whole number in range.</summary>
    public static bool TryGetNumber(JsonElement element, string name, int minimum, out int number)
    {
        number = 0;
        return element.ValueKind is JsonValueKind.Object
            && element.TryGetProperty(name, out var value)
            && value.ValueKind is JsonValueKind.Number
            && value.TryGetInt32(out number)
            && number >= minimum;
    }
}
