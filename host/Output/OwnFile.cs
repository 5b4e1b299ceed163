namespace Aurix.Platform.Host.Output;

/// <summary>A small file below the data folder that several processes read and change: whole or not at all, one writer at a time.</summary>
internal sealed class OwnFile(string path)
{
    // A writer holds the lock for the time of one small file. More tries than these, and somebody holds it for good.
    private const int Tries = 100;

    public string Path => path;

    /// <summary>What is in it; null when it is not there.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    public byte[]? Read()
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception nothing) when (nothing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Puts what <paramref name="change"/> makes of it in its place; null leaves it as it is.</summary>
    public void Change(Func<byte[]?, byte[]?> change)
    {
        OwnerOnly.CreateFolder(System.IO.Path.GetDirectoryName(path)!);
        using var one = Lock();
        if (change(Read()) is not { } after)
        {
            return;
        }

        var draft = path + ".new";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            file.Write(after);
            file.Flush(flushToDisk: true); // or a power cut could leave the new name over nothing
        }

        File.Move(draft, path, overwrite: true);
    }

    private FileStream Lock()
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (left > 0)
            {
                Thread.Yield();
            }
        }
    }
}
