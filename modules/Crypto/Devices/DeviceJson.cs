using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Devices;

/// <summary>What the sealed texts of devices have in common: canonical JSON with exactly their members, and one spelling.</summary>
internal static class DeviceJson
{
    private const long LargestNumber = (1L << 53) - 1;

    public static byte[] Write(JsonObject json) => CanonicalJson.Parse(json.ToJsonString()).Utf8.ToArray();

    /// <summary>Null when no device writes such: reading writes it again and compares.</summary>
    /// <param name="data">What was opened.</param>
    /// <param name="members">How many members there must be.</param>
    /// <param name="encode">Writes it again.</param>
    /// <param name="read">Throws a <see cref="FormatException"/> over what cannot be.</param>
    public static T? Read<T>(byte[] data, int members, Func<T, byte[]> encode, Func<JsonObject, T> read)
        where T : class
    {
        try
        {
            var json = JsonNode.Parse(data)!.AsObject();
            var said = read(json);
            return json.Count == members && encode(said).AsSpan().SequenceEqual(data) ? said : null;
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException or NullReferenceException)
        {
            return null;
        }
    }

    public static DeviceId Device(string? text) => DeviceId.TryParse(text, out var device) ? device : throw new FormatException();

    public static long Number(JsonNode? node) => (long)node! is >= 0 and <= LargestNumber and var number ? number : throw new FormatException();
}
