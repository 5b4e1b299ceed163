using System.Runtime.InteropServices;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Loading;

/// <summary>The files of a module's folder that count: all, but for native libraries of other machines.</summary>
internal static class ModuleFiles
{
    // Larger than any module we know by a factor of ten; a folder that was named by mistake is not read whole.
    private const int MostFiles = 5000;
    private const long MostBytes = 512L * 1024 * 1024;

    private const string Natives = "runtimes";

    /// <param name="folder">The module's folder.</param>
    /// <param name="everyMachine">Whether libraries of other machines count as well: for who signs.</param>
    /// <exception cref="ModuleException"><c>ModuleLink</c>: it or something in it points elsewhere; <c>ModuleTooLarge</c>.</exception>
    public static List<string> In(string folder, bool everyMachine = false)
    {
        var files = new List<string>();
        var bytes = 0L;
        var top = new DirectoryInfo(folder);
        RefuseLink(top);
        var folders = new Stack<DirectoryInfo>([top]);
        while (folders.TryPop(out var next))
        {
            foreach (var entry in next.EnumerateFileSystemInfos())
            {
                RefuseLink(entry);
                if (entry is DirectoryInfo below)
                {
                    if (everyMachine || !IsOfAnotherMachine(Path.GetRelativePath(folder, below.FullName)))
                    {
                        folders.Push(below);
                    }
                }
                else
                {
                    bytes += ((FileInfo)entry).Length;
                    files.Add(entry.FullName);
                }
            }

            if (files.Count > MostFiles || bytes > MostBytes)
            {
                throw new ModuleException("ModuleTooLarge", $"'{folder}' holds more than {MostFiles} files or {MostBytes >> 20} MiB, which is no module.", "Name the folder that the module was published to.");
            }
        }

        return files;
    }

    /// <summary>Whether this is below runtimes/linux-musl-x64 on a machine with glibc: copied and hashed for nothing at every start.</summary>
    /// <param name="name">Seen from the module's folder.</param>
    public static bool IsOfAnotherMachine(string name) =>
        name.Split('/', Path.DirectorySeparatorChar) is [Natives, var rid, ..] && !Mine().Contains(rid, StringComparer.OrdinalIgnoreCase);

    private static void RefuseLink(FileSystemInfo entry)
    {
        if ((entry.Attributes & FileAttributes.ReparsePoint) != 0)
        {
            throw new ModuleException("ModuleLink", $"'{entry.FullName}' is a link. What a module is must be in its own folder.", "Copy what it points at, or remove it.");
        }
    }

    private static string[] Mine()
    {
        var architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return [RuntimeInformation.RuntimeIdentifier, $"{system}-{architecture}", system, $"unix-{architecture}", "unix", "any"];
    }
}
