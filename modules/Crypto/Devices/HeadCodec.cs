using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Crypto.Devices;

/// <summary>The plaintext of a head: canonical JSON with exactly the nine members of <see cref="DeviceHead"/>.</summary>
internal static class HeadCodec
{
    private const int Members = 9;

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
        return DeviceJson.Write(json);
    }

    /// <summary>Null when no device writes such: reading writes it again and compares.</summary>
    public static DeviceHead? Decode(byte[] data) => DeviceJson.Read(data, Members, Encode, json => new DeviceHead(
        DeviceJson.Device((string?)json["dev"]),
        DeviceJson.Number(json["ctr"]) is > 0 and var counter ? counter : throw new FormatException(),
        DeviceJson.Number(json["n"]),
        LogChain.TryParse((string?)json["h"], out var chain) ? chain : throw new FormatException(),
        json["seen"]!.AsObject().ToImmutableSortedDictionary(pair => DeviceJson.Device(pair.Key), pair => DeviceJson.Number(pair.Value)),
        checked((int)DeviceJson.Number(json["ring"])),
        DateTimeOffset.FromUnixTimeMilliseconds(DeviceJson.Number(json["t"])),
        (string)json["name"]!,
        [.. json["retired"]!.AsArray().Select(device => DeviceJson.Device((string?)device))]));
}
