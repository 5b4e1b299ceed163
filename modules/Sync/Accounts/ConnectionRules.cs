using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>What a way to a server may say.</summary>
internal static class ConnectionRules
{
    private const string PinStart = "sha256/";
    private const int HashSize = 32;

    /// <exception cref="UsageException"><c>BadConnection</c>.</exception>
    public static void Check(Uri server, ServerConnection connection, Secret? token)
    {
        if (server.Scheme == Uri.UriSchemeHttp && (connection.Authorities is not null || !connection.Pins.IsEmpty))
        {
            throw Bad($"'{server}' is plain HTTP, and an authority or a pin is about TLS", "Use https, or leave them out");
        }

        if (connection.Authorities is { } pem && !HasCertificate(pem))
        {
            throw Bad("the file of authorities holds no certificate in PEM", "Give a file with at least one -----BEGIN CERTIFICATE-----");
        }

        if (connection.Pins.FirstOrDefault(pin => !IsPin(pin)) is { } wrong)
        {
            throw Bad($"'{wrong}' is no pin", "Write it as sha256/ and the base64 of the SHA-256 of the key's SubjectPublicKeyInfo");
        }

        if (connection.Proxy is { } proxy && !(Uri.TryCreate(proxy, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.UserInfo.Length == 0))
        {
            throw Bad("the proxy is no http address without user and password", "Write it like http://proxy.example:3128");
        }

        if (connection.Auth == ServerAuth.Bearer != token is not null)
        {
            throw Bad("a token and the way in that uses it go together", "Give --auth bearer and --token-file FILE, or neither");
        }
    }

    private static bool HasCertificate(string pem)
    {
        var read = new X509Certificate2Collection();
        try
        {
            read.ImportFromPem(pem);
            return read.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            foreach (var certificate in read)
            {
                certificate.Dispose();
            }
        }
    }

    private static bool IsPin(string pin)
    {
        Span<byte> hash = stackalloc byte[HashSize];
        return pin.StartsWith(PinStart, StringComparison.Ordinal) && Convert.TryFromBase64String(pin[PinStart.Length..], hash, out var length) && length == HashSize;
    }

    private static UsageException Bad(string why, string next) => new("BadConnection", $"The way to the server makes no sense: {why}.", next + ".");
}
