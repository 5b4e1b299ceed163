using System.Text.Json.Nodes;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>The way to the server as the account file spells it. Nothing, where it is as most are.</summary>
internal static class ConnectionJson
{
    public static JsonObject? Write(ServerConnection connection) => connection == ServerConnection.Default ? null : new()
    {
        ["auth"] = connection.Auth.ToString(),
        ["authorities"] = connection.Authorities,
        ["pins"] = new JsonArray([.. connection.Pins.Select(pin => JsonValue.Create(pin))]),
        ["proxy"] = connection.Proxy,
    };

    /// <exception cref="InvalidOperationException">It says something that it cannot.</exception>
    /// <exception cref="ArgumentException">It says something that it cannot.</exception>
    public static ServerConnection Read(JsonNode? json) => json is null ? ServerConnection.Default : new()
    {
        Auth = Enum.Parse<ServerAuth>((string)json["auth"]!),
        Authorities = (string?)json["authorities"],
        Pins = [.. json["pins"]!.AsArray().Select(pin => (string)pin!)],
        Proxy = (string?)json["proxy"],
    };
}
