using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>Decides whether a certificate is the server's: the system's authorities or the owner's own say so, and its key is one that was pinned, if any was.</summary>
internal sealed class ServerTrust : IDisposable
{
    private const int MostConnections = 12; // four chunks each way, a feed, and what documents need beside them
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection _authorities = [];
    private readonly ServerConnection _connection;
    private volatile bool _isOtherKey;

    public ServerTrust(ServerConnection connection)
    {
        _connection = connection;
        if (connection.Authorities is { } pem)
        {
            _authorities.ImportFromPem(pem);
        }
    }

    /// <summary>What connects. Redirects and cookies are never followed or kept by it.</summary>
    public SocketsHttpHandler MakeHandler()
    {
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = MostConnections };
        if (_connection.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy);
        }

        if (_authorities.Count > 0 || !_connection.Pins.IsEmpty)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Check(certificate, chain, errors);
        }

        return handler;
    }

    /// <summary>What to tell the owner after a connection was refused.</summary>
    public RemoteRefusedException Refused(Uri server, Exception failure) => _isOtherKey
        ? new("PinMismatch", $"'{server}' shows a key other than the ones that are pinned for it.", "Nothing was sent. If the server's owner replaced the key, opt in anew with the new pin; if not, somebody may stand in between.", failure)
        : new("TlsInvalid", $"'{server}' has no TLS certificate that this device trusts.", "Check the address and the server's certificate; an authority of your own is given with --ca-file when opting in. Nothing was sent.", failure);

    public void Dispose()
    {
        foreach (var authority in _authorities)
        {
            authority.Dispose();
        }
    }

    private bool Check(X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (shown is null || !(errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateChainErrors && IsOfOwners(shown, chain))))
        {
            return false;
        }

        using var certificate = new X509Certificate2(shown);
        _isOtherKey = !_connection.Pins.IsEmpty && !_connection.Pins.Contains(Pin(certificate), StringComparer.Ordinal);
        return !_isOtherKey;
    }

    private bool IsOfOwners(X509Certificate shown, X509Chain? told)
    {
        if (_authorities.Count == 0)
        {
            return false;
        }

        using var certificate = new X509Certificate2(shown);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // a small authority of one's own publishes no lists
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        foreach (var element in (IEnumerable<X509ChainElement>?)told?.ChainElements ?? [])
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(certificate);
    }

    /// <summary>The pin of a certificate's key.</summary>
    public static string Pin(X509Certificate2 certificate) => "sha256/" + Convert.ToBase64String(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
}
