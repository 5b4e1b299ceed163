namespace Aurix.Platform.Storage.Sqlite;

/// <summary>Keeps other users of the machine out of files (ADR 0008). On Windows the profile folder's own rights do.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes an empty file for its owner alone; leaves one that is there. SQLite gives its journals the rights of the file itself.</summary>
    public static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode;
        }

        new FileStream(path, options).Dispose();
    }

    /// <summary>Takes the rights of others away from a file that an older build made.</summary>
    public static void Restrict(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, Mode);
        }
    }
}
