using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Loading;

namespace Aurix.Platform.Host.Trust;

/// <summary>The file <c>module.sig</c>: every file of a module with its hash, for all machines, signed by its publisher (docs/formats/module-signature.md).</summary>
/// <param name="Key">The publisher's public key (SubjectPublicKeyInfo of a key on NIST P-256), in base64.</param>
/// <param name="Files">SHA-256 of each file by its name.</param>
/// <param name="Signature">ECDSA with SHA-256 over the list, r and s (IEEE P1363), in base64.</param>
internal sealed record ModuleSignature(string Key, SortedDictionary<string, string> Files, string Signature)
{
    private const string Domain = "aurix-module-v1\n";
    private const int Largest = 4 * 1024 * 1024; // the most files that a module may have, with long names

    /// <summary>Signs what is in the folder, and answers the file's content.</summary>
    public static byte[] Make(ModuleContent content, ECDsa key)
    {
        var files = new SortedDictionary<string, string>(content.Files.ToDictionary(file => file.Name, file => file.Hash), StringComparer.Ordinal);
        var signature = Convert.ToBase64String(key.SignData(Signed(files), HashAlgorithmName.SHA256));
        return JsonSerializer.SerializeToUtf8Bytes(new ModuleSignature(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), files, signature), ModuleSignatureJson.Default.ModuleSignature);
    }

    /// <summary>Reads what is said there. Nothing of it is known to be true yet.</summary>
    /// <exception cref="ModuleException"><c>SignatureInvalid</c>.</exception>
    public static ModuleSignature Parse(ModuleContent content)
    {
        try
        {
            return content.Signature!.Length <= Largest && JsonSerializer.Deserialize(content.Signature, ModuleSignatureJson.Default.ModuleSignature) is { Key: not null, Files: not null, Signature: not null } read
                ? read with { Files = new(read.Files, StringComparer.Ordinal) }
                : throw Invalid(content, "is no signature");
        }
        catch (JsonException)
        {
            throw Invalid(content, "is no JSON");
        }
    }

    /// <summary>Checks that the key signed the list, and that the list is what is in the folder: nothing else, nothing less but libraries of other machines.</summary>
    /// <exception cref="ModuleException"><c>SignatureInvalid</c>, naming the file that differs.</exception>
    public void Verify(ModuleContent content)
    {
        if (!IsSigned())
        {
            throw Invalid(content, "was not made with the key that it names");
        }

        foreach (var file in content.Files)
        {
            if (!Files.TryGetValue(file.Name, out var hash) || hash != file.Hash)
            {
                throw Invalid(content, hash is null ? $"does not know the file '{file.Name}'" : $"was made for another '{file.Name}'");
            }
        }

        if (Files.Keys.Except(content.Files.Select(file => file.Name), StringComparer.Ordinal).FirstOrDefault(name => !ModuleFiles.IsOfAnotherMachine(name)) is { } missing)
        {
            throw Invalid(content, $"names '{missing}', which is not there");
        }
    }

    private bool IsSigned()
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(Key), out _);
            return key.VerifyData(Signed(Files), Convert.FromBase64String(Signature), HashAlgorithmName.SHA256);
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            return false;
        }
    }

    // A name with a line break could pass for two files.
    private static byte[] Signed(SortedDictionary<string, string> files) => files.Any(file => file.Key.Contains('\n') || file.Value.Length != 64)
        ? throw new CryptographicException("A name or a hash in the list is none.")
        : Encoding.UTF8.GetBytes(Domain + string.Concat(files.Select(file => $"{file.Value}  {file.Key}\n")));

    private static ModuleException Invalid(ModuleContent content, string what) => new(
        "SignatureInvalid",
        $"'{Path.Combine(content.Folder, ModuleContent.SignatureName)}' {what}.",
        "Get the module anew from its publisher: it was changed on its way, or not copied whole.");
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModuleSignature))]
internal sealed partial class ModuleSignatureJson : JsonSerializerContext;
