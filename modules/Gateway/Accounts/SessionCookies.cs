using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.Accounts;

/// <summary>Signs and checks the <c>AuthSession</c> cookie: name, time and an HMAC under a secret of this data directory and the account's salt.</summary>
/// <remarks>
/// <code>base64url( name ":" seconds-in-hex ":" 64 hex digits of HMAC-SHA-256 )</code>
/// The salt is in the key, so a changed password ends every session.
/// </remarks>
internal sealed class SessionCookies(string folder, GatewayOptions options, TimeProvider time)
{
    public const string Name = "AuthSession";

    private readonly Lazy<byte[]> _secret = new(() => StoredSecret.Load(Path.Combine(folder, "session.key"), 32));

    /// <summary>A Set-Cookie value for somebody who just showed who they are.</summary>
    public string Issue(Account account)
    {
        var issued = time.GetUtcNow().ToUnixTimeSeconds().ToString("X", CultureInfo.InvariantCulture);
        var token = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{account.Name}:{issued}:{Sign(account, issued)}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Name}={token}; Path=/; Max-Age={(long)options.SessionTimeout.TotalSeconds}; HttpOnly; SameSite=Lax");
    }

    /// <summary>A Set-Cookie value that ends the session.</summary>
    public static string Expire() => $"{Name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax";

    /// <summary>Takes a cookie apart without believing it; null when it is none of ours.</summary>
    public static Presented? Read(string value)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(value.Length)];
        if (value.Length > 1024 || !Base64Url.TryDecodeFromChars(value, bytes, out var length))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':');
        return parts is [var name, var issued, var signature]
            && long.TryParse(issued, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var seconds)
                ? new Presented(name, issued, seconds, signature)
                : null;
    }

    /// <summary>Whether the cookie is this account's and still good.</summary>
    public Verdict Check(Presented cookie, Account account)
    {
        var expected = Encoding.ASCII.GetBytes(Sign(account, cookie.Issued));
        if (!CryptographicOperations.FixedTimeEquals(expected, Encoding.ASCII.GetBytes(cookie.Signature)))
        {
            return Verdict.Refused;
        }

        var age = time.GetUtcNow().ToUnixTimeSeconds() - cookie.Seconds;
        return age < 0 || age >= options.SessionTimeout.TotalSeconds ? Verdict.Refused
            : age > options.SessionTimeout.TotalSeconds / 10 ? Verdict.Renew // as CouchDB: a session that is used does not end
            : Verdict.Good;
    }

    private string Sign(Account account, string issued)
    {
        var key = HMACSHA256.HashData(_secret.Value, Encoding.UTF8.GetBytes(account.Password?.Salt ?? ""));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{account.Name}:{issued}")));
    }

    /// <summary>A cookie as it was sent.</summary>
    internal sealed record Presented(string User, string Issued, long Seconds, string Signature);

    /// <summary>What a cookie is worth.</summary>
    internal enum Verdict
    {
        /// <summary>Forged, too old, or signed before the password changed.</summary>
        Refused,

        /// <summary>Good.</summary>
        Good,

        /// <summary>Good, and old enough to get a new one.</summary>
        Renew,
    }
}
