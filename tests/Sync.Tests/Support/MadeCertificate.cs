using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Aurix.Platform.Tests.Support;

/// <summary>An authority of a test's own, and a server's certificate under it for this machine.</summary>
internal sealed class MadeCertificate : IDisposable
{
    private readonly X509Certificate2 _authority;

    public MadeCertificate(string host = "localhost")
    {
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Authority of a test", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        authority.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authority.PublicKey, critical: false));
        _authority = authority.CreateSelfSigned(from, until);

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=" + host, serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        names.AddIpAddress(host == "localhost" ? IPAddress.Loopback : IPAddress.Any);
        server.CertificateExtensions.Add(names.Build());
        server.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var signed = server.Create(_authority, from, until, [1, 2, 3, 4]);
        using var withKey = signed.CopyWithPrivateKey(serverKey);
        Server = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
        Pin = "sha256/" + Convert.ToBase64String(SHA256.HashData(serverKey.ExportSubjectPublicKeyInfo()));
    }

    public X509Certificate2 Server { get; }

    public string Authority => _authority.ExportCertificatePem();

    public string Pin { get; }

    public void Dispose()
    {
        Server.Dispose();
        _authority.Dispose();
    }
}
