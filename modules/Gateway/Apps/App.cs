using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Gateway.Apps;

/// <summary>One app as it is kept: what it may do, and the hash of the token that shows that it is it.</summary>
/// <remarks>A token holds 256 random bits, so a plain SHA-256 is as good as a slow hash: there is no word to guess.</remarks>
internal sealed partial record App(string Name, AppScopes Scopes, DateTimeOffset Created, string TokenHash)
{
    private const int SecretBytes = 32;

    public static bool IsValidName(string name) => Rule().IsMatch(name);

    /// <summary>A new app, and the token that is told once.</summary>
    public static (App App, string Token) Make(string name, AppScopes scopes, DateTimeOffset now)
    {
        var token = $"{name}:{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
        return (new(name, scopes, now, HashOf(token)), token);
    }

    /// <summary>Whose token it claims to be; null when it is none.</summary>
    public static string? NameIn(string token) =>
        token.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 && IsValidName(token[..colon]) ? token[..colon] : null;

    public bool Accepts(string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(token)), Encoding.ASCII.GetBytes(TokenHash));

    public BodyBytes Write() => new(Encoding.UTF8.GetBytes(new JsonObject
    {
        ["scopes"] = (int)Scopes,
        ["created"] = Created.ToString("O", CultureInfo.InvariantCulture),
        ["token"] = TokenHash,
    }.ToJsonString()));

    public static App Read(string name, BodyBytes body)
    {
        var json = JsonNode.Parse(body.Utf8.Span)!;
        return new(name, (AppScopes)(int)json["scopes"]!, DateTimeOffset.Parse((string)json["created"]!, CultureInfo.InvariantCulture), (string)json["token"]!);
    }

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();
}
