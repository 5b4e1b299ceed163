namespace Aurix.Platform.Host.Output;

/// <summary>Keeps other users of the machine out of what the program makes (ADR 0008). On Windows the profile folder's own rights do.</summary>
internal static class OwnerOnly
{
    /// <summary>Makes a folder that only its owner can look into, and answers its path. One that is there, and those above it, are left as they are.</summary>
    public static string CreateFolder(params ReadOnlySpan<string> path)
    {
        var folder = Path.Combine(path);
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder).FullName
            : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }

    /// <summary>How to open a file for writing that, where it is made, only its owner can read.</summary>
    public static FileStreamOptions Writing(FileMode mode, FileShare share = FileShare.Read)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
