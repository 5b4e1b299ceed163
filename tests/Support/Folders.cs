namespace Aurix.Platform.Tests;

/// <summary>Folders with everything below them.</summary>
public static class Folders
{
    /// <summary>Copies what is below one folder into another, over what is there. Folders that are for their owner alone stay so.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            var copy = Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
            if (!OperatingSystem.IsWindows())
            {
                copy.UnixFileMode = File.GetUnixFileMode(folder);
            }
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)), overwrite: true);
        }
    }
}
