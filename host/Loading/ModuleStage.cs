using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Loading;

/// <summary>Copies a module out of the modules folder into a folder that is named after what is in it and never changes, and answers that one.</summary>
/// <remarks>
/// Loaded in place, a file that is replaced goes on being the old code, one that is overwritten becomes new code in the midst of a method, and one that is cut short
/// ends the process (host.md §4). Each file is read once: what was hashed is what is written and loaded. Not linked: whoever writes into the original would write into the copy.
/// </remarks>
internal sealed class ModuleStage(string root, TimeProvider time)
{
    // A process that runs longer than this without staging anything, and loads a library only then, would miss it; disks hold a month of small copies easily.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <exception cref="ModuleException"><c>StageFailed</c>: the folder cannot be read, or the copy not written.</exception>
    public StagedCopy Stage(string folder)
    {
        try
        {
            var files = Read(folder);
            var hash = Name(files);
            var target = Path.Combine(OwnerOnly.CreateFolder(root), hash);
            if (!Holds(target, files))
            {
                Write(target, files);
            }

            Touch(target);
            return Copy(target, hash, files);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new ModuleException("StageFailed", $"The module in '{folder}' could not be copied to '{root}': {trouble.Message}", "Check that both folders are there and yours, and that the disk has room.", trouble);
        }
    }

    /// <summary>A copy that was made before; null when it is not there, or not what it was.</summary>
    /// <param name="hash">SHA-256 over its files.</param>
    public StagedCopy? Find(string hash)
    {
        try
        {
            var target = Path.Combine(root, hash);
            var files = Read(target);
            if (Name(files) != hash)
            {
                return null;
            }

            Touch(target);
            return Copy(target, hash, files);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or ModuleException)
        {
            return null;
        }
    }

    /// <summary>Removes copies that nobody has asked for in a month.</summary>
    public void Sweep()
    {
        try
        {
            foreach (var copy in new DirectoryInfo(root).EnumerateDirectories().Where(copy => copy.LastWriteTimeUtc < time.GetUtcNow().UtcDateTime - Kept))
            {
                copy.Delete(recursive: true);
            }
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // another process sweeps as well, or there is nothing yet
        }
    }

    // Still in use, so that nobody sweeps it away. A disk that takes no writes keeps nobody from loading what is there.
    private void Touch(string target)
    {
        try
        {
            Directory.SetLastWriteTimeUtc(target, time.GetUtcNow().UtcDateTime);
        }
        catch (Exception readOnly) when (readOnly is IOException or UnauthorizedAccessException)
        {
            // the sweep cannot delete there either
        }
    }

    private static ImmutableArray<StagedFile> Read(string folder) => [.. ModuleFiles.In(folder).Select(path => StagedFile.Read(folder, path)).OrderBy(file => file.Name, StringComparer.Ordinal)];

    private static StagedCopy Copy(string target, string hash, ImmutableArray<StagedFile> files) => new(target, hash, files.ToImmutableDictionary(file => file.Name, file => file.Hash));

    private static string Name(ImmutableArray<StagedFile> files) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{file.Hash}  {file.Name}\n")))));

    private static bool Holds(string target, ImmutableArray<StagedFile> files) =>
        Directory.Exists(target)
        && Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Count() == files.Length
        && files.All(file => File.Exists(Path.Combine(target, file.Name)) && StagedFile.Read(target, Path.Combine(target, file.Name)).Hash == file.Hash);

    private void Write(string target, ImmutableArray<StagedFile> files)
    {
        var draft = OwnerOnly.CreateFolder(root, "new-" + RandomNumberGenerator.GetHexString(16, lowercase: true));
        foreach (var file in files)
        {
            var path = Path.Combine(draft, file.Name);
            OwnerOnly.CreateFolder(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Bytes);
        }

        try
        {
            if (Directory.Exists(target))
            {
                Directory.Delete(target, recursive: true); // half written, or meddled with
            }

            Directory.Move(draft, target);
        }
        catch (IOException) when (Holds(target, files))
        {
            Directory.Delete(draft, recursive: true); // another process was faster
        }
    }
}

/// <summary>A module where it is loaded from.</summary>
/// <param name="Folder">The copy.</param>
/// <param name="Hash">SHA-256 over the names and hashes of all files.</param>
/// <param name="Hashes">SHA-256 of each file, by its name below the folder.</param>
internal sealed record StagedCopy(string Folder, string Hash, ImmutableDictionary<string, string> Hashes)
{
    /// <summary>The hashes of everything that can be code.</summary>
    public IReadOnlyCollection<string> Code => [.. Hashes.Where(file => !IsData(file.Key)).Select(file => file.Value)];

    private static bool IsData(string name) => Path.GetExtension(name) is ".json" or ".pdb" or ".xml";
}

/// <summary>A file, read once.</summary>
internal sealed record StagedFile(string Name, byte[] Bytes, string Hash)
{
    public static StagedFile Read(string folder, string path)
    {
        var bytes = File.ReadAllBytes(path);
        return new(Path.GetRelativePath(folder, path), bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
