using System.Collections.Immutable;

namespace Aurix.Platform.Sync;

/// <summary>How this device gets to its server and shows who it is. Kept with the account; nothing in it is secret.</summary>
public sealed record ServerConnection
{
    /// <summary>As most accounts are: a cookie session, the system's certificates, no proxy but the system's.</summary>
    public static ServerConnection Default { get; } = new();

    /// <summary>How each request shows who asks.</summary>
    public ServerAuth Auth { get; init; } = ServerAuth.Cookie;

    /// <summary>Certificates of authorities that are trusted beside the system's, in PEM; null for none.</summary>
    public string? Authorities { get; init; }

    /// <summary>Of these public keys the server's certificate must have one, besides being valid: <c>sha256/</c> and the hash of the key's SubjectPublicKeyInfo in base64. Empty for any.</summary>
    public ImmutableArray<string> Pins { get; init; } = [];

    /// <summary>An HTTP proxy on the way, such as <c>http://proxy.example:3128</c>, without user and password; null for the system's.</summary>
    public string? Proxy { get; init; }
}

/// <summary>How a request shows who asks.</summary>
public enum ServerAuth
{
    /// <summary>One login, and then a session's cookie.</summary>
    Cookie,

    /// <summary>Name and password with each request, for servers and proxies that allow no session.</summary>
    Basic,

    /// <summary>A token with each request, such as a JWT of whoever the server trusts. The password opens the vault only.</summary>
    Bearer,
}
