using System.Security.Cryptography;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Trust;

/// <summary>Keys of publishers in PEM files, as OpenSSL writes and reads them: ECDSA on NIST P-256, which .NET brings on every platform.</summary>
internal static class PublisherKey
{
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>Makes a key: the secret half as PKCS #8 at <paramref name="path"/>, for its owner only, the public one beside it with <c>.pub</c> behind the name. Writes over nothing.</summary>
    /// <returns>Where the public half is.</returns>
    public static string Create(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using (var secret = new StreamWriter(path, OwnerOnly.Writing(FileMode.CreateNew)))
        {
            secret.WriteLine(key.ExportPkcs8PrivateKeyPem());
        }

        File.WriteAllText(path + ".pub", key.ExportSubjectPublicKeyInfoPem() + Environment.NewLine);
        return path + ".pub";
    }

    /// <summary>Reads a key to sign with.</summary>
    /// <exception cref="UsageException"><c>BadKey</c>.</exception>
    public static ECDsa ReadSecret(string path)
    {
        var key = Read(path);
        try
        {
            _ = key.ExportPkcs8PrivateKey();
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            throw Bad(path, "holds no secret key");
        }
    }

    /// <summary>Reads the public half (SubjectPublicKeyInfo), in base64.</summary>
    /// <exception cref="UsageException"><c>BadKey</c>.</exception>
    public static string ReadPublic(string path)
    {
        using var key = Read(path);
        return Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
    }

    private static ECDsa Read(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value is P256 ? key : throw new CryptographicException("Another curve.");
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw Bad(path, "is no key on the curve P-256 in PEM");
        }
    }

    private static UsageException Bad(string path, string what) => new("BadKey", $"'{path}' {what}.", "Make one with 'aurix module new-key', or with 'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256'.");
}
