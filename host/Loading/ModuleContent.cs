using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Loading;

/// <summary>What is in a module's folder, read once: what is hashed here is what is trusted, copied and loaded.</summary>
/// <param name="Folder">Where it was read.</param>
/// <param name="Files">All files that count, by name, but for the signature.</param>
/// <param name="Hash">SHA-256 over their names and hashes, 64 hex digits.</param>
/// <param name="Signature">What a publisher said of it, not looked at yet; null when nobody did.</param>
internal sealed record ModuleContent(string Folder, ImmutableArray<ModuleFile> Files, string Hash, byte[]? Signature)
{
    public const string SignatureName = "module.sig";

    /// <summary>Whether every file that can have a say in what runs was built with this host.</summary>
    public bool IsShipped { get; } = ShippedCode.Contains([.. Files.Where(file => !file.IsForReaders).Select(file => file.Hash)]);

    /// <exception cref="ModuleException"><c>ModuleUnreadable</c>, <c>ModuleLink</c>, <c>ModuleTooLarge</c>.</exception>
    public static ModuleContent Read(string folder, bool everyMachine = false)
    {
        try
        {
            var files = ModuleFiles.In(folder, everyMachine).Select(path => ModuleFile.Read(folder, path)).OrderBy(file => file.Name, StringComparer.Ordinal).ToImmutableArray();
            var signed = files.RemoveAll(file => file.Name == SignatureName);
            return new(folder, signed, HashOf(signed), files.FirstOrDefault(file => file.Name == SignatureName)?.Bytes);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new ModuleException("ModuleUnreadable", $"The module in '{folder}' cannot be read: {trouble.Message}", "Check that the folder is there and yours.", trouble);
        }
    }

    private static string HashOf(ImmutableArray<ModuleFile> files) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files.Select(file => file.Line)))));
}

/// <summary>One file of a module.</summary>
/// <param name="Name">Seen from the module's folder, with '/'.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="Hash">Its SHA-256, 64 hex digits.</param>
internal sealed record ModuleFile(string Name, byte[] Bytes, string Hash)
{
    /// <summary>As it stands in what is hashed or signed.</summary>
    public string Line => $"{Hash}  {Name}\n";

    /// <summary>Whether only debuggers and editors read it.</summary>
    public bool IsForReaders => Path.GetExtension(Name) is ".pdb" or ".xml";

    public static ModuleFile Read(string folder, string path)
    {
        var bytes = File.ReadAllBytes(path);
        return new(Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'), bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
