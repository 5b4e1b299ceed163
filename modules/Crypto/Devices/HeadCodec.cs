using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Devices;

/// <summary>The plaintext of a head: canonical JSON with exactly the nine members of <see cref="DeviceHead"/>.</summary>
internal static class HeadCodec
{
    private const int Members = 9;
    private const long LargestNumber = (1L << 53) - 1;

    public static byte[] Encode(DeviceHead head)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(head.Name.Length, DeviceHead.MaxName);
        var json = new JsonObject
        {
            ["ctr"] = head.Counter,
            ["dev"] = head.Device.ToString(),
            ["h"] = head.Chain.ToString(),
            ["n"] = head.Entries,
            ["name"] = head.Name,
            ["retired"] = new JsonArray([.. head.Retired.Order().Select(device => JsonValue.Create(device.ToString()))]),
            ["ring"] = head.Ring,
            ["seen"] = new JsonObject(head.Seen.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key.ToString(), pair.Value))),
            ["t"] = head.Written.ToUnixTimeMilliseconds(),
        };
        return CanonicalJson.Parse(json.ToJsonString()).Utf8.ToArray();
    }

    /// <summary>Null when no device writes such: reading writes it again and compares.</summary>
    public static DeviceHead? Decode(byte[] data)
    {
        try
        {
            var json = JsonNode.Parse(data)!.AsObject();
            var seen = json["seen"]!.AsObject().ToImmutableSortedDictionary(pair => Device(pair.Key), pair => Number(pair.Value));
            var head = new DeviceHead(
                Device((string?)json["dev"]),
                Number(json["ctr"]),
                Number(json["n"]),
                LogChain.TryParse((string?)json["h"], out var chain) ? chain : throw new FormatException(),
                seen,
                checked((int)Number(json["ring"])),
                DateTimeOffset.FromUnixTimeMilliseconds(Number(json["t"])),
                (string)json["name"]!,
                [.. json["retired"]!.AsArray().Select(device => Device((string?)device))]);
            return json.Count == Members && head.Counter > 0 && Encode(head).AsSpan().SequenceEqual(data) ? head : null;
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException or NullReferenceException)
        {
            return null;
        }
    }

    private static DeviceId Device(string? text) => DeviceId.TryParse(text, out var device) ? device : throw new FormatException();

    private static long Number(JsonNode? node) => (long)node! is >= 0 and <= LargestNumber and var number ? number : throw new FormatException();
}
