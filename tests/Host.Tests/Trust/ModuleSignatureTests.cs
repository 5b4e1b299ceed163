using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Trust;

namespace Aurix.Platform.Tests.Trust;

/// <summary>A publisher's word for a whole folder: every way to change what was signed is found (I-25).</summary>
public sealed class ModuleSignatureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-signed-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ModuleSignatureTests()
    {
        Write("module.json", """{"id":"a.stranger","role":"extension","assembly":"x.dll"}""");
        Write("x.dll", "code");
        Write("lib/y.dll", "more code");
        Write("runtimes/plan9-z80/native/z.so", "for another machine");
        Sign(_key);
        new TrustFile(Data).Add(new TrustedPublisher("publisher", Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()), DateTimeOffset.UnixEpoch));
    }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_a_trusted_publisher_signed_comes_in() => Demand();

    [Fact]
    public void It_comes_in_where_libraries_of_other_machines_were_left_out()
    {
        Directory.Delete(Path.Combine(Module, "runtimes"), recursive: true);

        Demand();
    }

    [Fact]
    public void A_changed_file_is_named()
    {
        Write("lib/y.dll", "other code");

        Refused("SignatureInvalid", "was made for another 'lib/y.dll'");
    }

    [Fact]
    public void An_added_file_is_named()
    {
        Write("lib/w.dll", "code");

        Refused("SignatureInvalid", "does not know the file 'lib/w.dll'");
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        File.Delete(Path.Combine(Module, "lib", "y.dll"));

        Refused("SignatureInvalid", "names 'lib/y.dll', which is not there");
    }

    [Fact]
    public void A_list_that_was_changed_with_the_file_was_not_made_with_the_key()
    {
        Write("x.dll", "other code");
        Change(signature => signature["files"]!["x.dll"] = Convert.ToHexStringLower(SHA256.HashData("other code"u8)));

        Refused("SignatureInvalid", "was not made with the key that it names");
    }

    [Fact]
    public void Two_files_cannot_be_signed_as_one_name()
    {
        Change(signature => signature["files"]!["x.dll\n0000"] = new string('0', 64));

        Refused("SignatureInvalid", "was not made with the key that it names");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{")]
    public void What_is_no_signature_counts_as_a_broken_one(string text)
    {
        Write("module.sig", text);

        Assert.Equal("SignatureInvalid", Assert.Throws<ModuleException>(Demand).Code);
    }

    [Fact]
    public void Somebody_elses_signature_is_none()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Sign(other);

        Assert.Equal("ModuleUntrusted", Assert.Throws<ModuleException>(Demand).Code);
    }

    [Fact]
    public void A_name_does_not_make_a_key()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Sign(other);
        Change(signature => signature["key"] = Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo()));

        Refused("SignatureInvalid", "was not made with the key that it names");
    }

    [Fact]
    public void A_key_that_was_made_here_signs_and_is_for_its_owner_only()
    {
        var path = Path.Combine(_folder, "key.pem");
        var open = PublisherKey.Create(path);
        using var key = PublisherKey.ReadSecret(path);

        Assert.Equal(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), PublisherKey.ReadPublic(open));
        Assert.Equal("BadKey", Assert.Throws<UsageException>(() => PublisherKey.ReadSecret(open)).Code);
        Assert.Throws<IOException>(() => PublisherKey.Create(path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Theory]
    [InlineData("P-384")]
    [InlineData("RSA")]
    [InlineData("nothing")]
    public void Another_kind_of_key_is_refused(string kind)
    {
        var path = Path.Combine(_folder, "key.pem");
        File.WriteAllText(path, kind switch
        {
            "P-384" => ECDsa.Create(ECCurve.NamedCurves.nistP384).ExportSubjectPublicKeyInfoPem(),
            "RSA" => RSA.Create(2048).ExportSubjectPublicKeyInfoPem(),
            _ => "nothing",
        });

        Assert.Equal("BadKey", Assert.Throws<UsageException>(() => PublisherKey.ReadPublic(path)).Code);
    }

    // The format is to be read by others: OpenSSL agrees about the bytes that are signed, and about the signature.
    [ProgramFact("openssl", "version")]
    public async Task Openssl_agrees()
    {
        var signature = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(Module, "module.sig")))!;
        var lines = signature["files"]!.AsObject().OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Value}  {file.Key}\n");
        Write("../signed", "aurix-module-v1\n" + string.Concat(lines));
        Write("../key.pub", _key.ExportSubjectPublicKeyInfoPem());
        await File.WriteAllBytesAsync(Path.Combine(_folder, "signature"), Der(Convert.FromBase64String((string)signature["signature"]!)));

        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["dgst", "-sha256", "-verify", "key.pub", "-signature", "signature", "signed"]) { WorkingDirectory = _folder, RedirectStandardOutput = true })!;
        var said = await openssl.StandardOutput.ReadToEndAsync();
        await openssl.WaitForExitAsync();

        Assert.Equal("Verified OK", said.Trim());
    }

    private string Module => Path.Combine(_folder, "module");

    private string Data => Path.Combine(_folder, "host");

    private void Write(string name, string text)
    {
        var path = Path.Combine(Module, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Sign(ECDsa key) => File.WriteAllBytes(Path.Combine(Module, "module.sig"), ModuleSignature.Make(ModuleContent.Read(Module, everyMachine: true), key));

    private void Change(Action<JsonNode> change)
    {
        var path = Path.Combine(Module, "module.sig");
        var signature = JsonNode.Parse(File.ReadAllBytes(path))!;
        change(signature);
        File.WriteAllText(path, signature.ToJsonString());
    }

    private void Demand() => new ModuleTrust(new TrustFile(Data)).Demand("a.stranger", ModuleContent.Read(Module));

    private void Refused(string code, string why)
    {
        var refused = Assert.Throws<ModuleException>(Demand);
        Assert.Equal(code, refused.Code);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    // r and s as OpenSSL wants them: two integers in a sequence.
    private static byte[] Der(byte[] plain)
    {
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteIntegerUnsigned(Shortest(plain.AsSpan(0, 32)));
            writer.WriteIntegerUnsigned(Shortest(plain.AsSpan(32)));
        }

        return writer.Encode();
    }

    private static ReadOnlySpan<byte> Shortest(ReadOnlySpan<byte> number) => number.TrimStart((byte)0);
}
