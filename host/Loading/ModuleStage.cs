using System.Collections.Immutable;
using System.Security.Cryptography;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Loading;

/// <summary>Copies a module out of the modules folder into a folder that is named after what is in it and never changes, and answers that one.</summary>
/// <remarks>
/// Loaded in place, a file that is replaced goes on being the old code, one that is overwritten becomes new code in the midst of a method, and one that is cut short
/// ends the process (host.md §4). Not linked: whoever writes into the original would write into the copy.
/// </remarks>
internal sealed class ModuleStage(string root, TimeProvider time)
{
    // A process that runs longer than this without staging anything, and loads a library only then, would miss it; disks hold a month of small copies easily.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Answers the folder of the copy, and makes it when it is not there.</summary>
    /// <exception cref="ModuleException"><c>StageFailed</c>: it cannot be written.</exception>
    public string Keep(ModuleContent content)
    {
        try
        {
            var target = Path.Combine(OwnerOnly.CreateFolder(root), content.Hash);
            if (!Holds(target, content.Files))
            {
                Write(target, content.Files);
            }

            Touch(target);
            return target;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new ModuleException("StageFailed", $"The module in '{content.Folder}' could not be copied to '{root}': {trouble.Message}", "Check that the folder is yours and that the disk has room.", trouble);
        }
    }

    /// <summary>What a copy holds that was made before; null when it is not there, or not what it was.</summary>
    /// <param name="hash">SHA-256 over its files.</param>
    public ModuleContent? Find(string hash)
    {
        try
        {
            var target = Path.Combine(root, hash);
            if (!Directory.Exists(target) || ModuleContent.Read(target) is not { } content || content.Hash != hash)
            {
                return null;
            }

            Touch(target);
            return content;
        }
        catch (ModuleException)
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

    private static bool Holds(string target, ImmutableArray<ModuleFile> files) =>
        Directory.Exists(target)
        && Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Count() == files.Length
        && files.All(file => File.Exists(Path.Combine(target, file.Name)) && ModuleFile.Read(target, Path.Combine(target, file.Name)).Hash == file.Hash);

    private void Write(string target, ImmutableArray<ModuleFile> files)
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
