using System.Runtime.InteropServices;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Loading;

/// <summary>The files of a module's folder that count: all, but for native libraries of other machines.</summary>
internal static class ModuleFiles
{
    // Larger than any module we know by a factor of ten; a folder that was named by mistake is not copied whole.
    private const int MostFiles = 5000;

    private const string Natives = "runtimes";

    /// <exception cref="ModuleException"><c>ModuleLink</c>: something in it points elsewhere; <c>ModuleTooLarge</c>.</exception>
    public static List<string> In(string folder)
    {
        var files = new List<string>();
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(folder)]);
        while (folders.TryPop(out var next))
        {
            foreach (var entry in next.EnumerateFileSystemInfos())
            {
                if ((entry.Attributes & FileAttributes.ReparsePoint) != 0)
                {
                    throw new ModuleException("ModuleLink", $"'{entry.FullName}' is a link. What a module is must be in its own folder.", "Copy what it points at, or remove it.");
                }

                if (entry is DirectoryInfo below)
                {
                    if (!IsOfAnotherMachine(folder, below.FullName))
                    {
                        folders.Push(below);
                    }
                }
                else
                {
                    files.Add(entry.FullName);
                }
            }

            if (files.Count > MostFiles)
            {
                throw new ModuleException("ModuleTooLarge", $"'{folder}' holds more than {MostFiles} files, which is no module.", "Name the folder that the module was published to.");
            }
        }

        return files;
    }

    // runtimes/linux-musl-x64 on a machine with glibc: copied and hashed for nothing at every start.
    private static bool IsOfAnotherMachine(string folder, string below)
    {
        var parts = Path.GetRelativePath(folder, below).Split(Path.DirectorySeparatorChar);
        return parts is [Natives, var rid] && !Mine().Contains(rid, StringComparer.OrdinalIgnoreCase);
    }

    private static string[] Mine()
    {
        var architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return [RuntimeInformation.RuntimeIdentifier, $"{system}-{architecture}", system, $"unix-{architecture}", "unix", "any"];
    }
}
