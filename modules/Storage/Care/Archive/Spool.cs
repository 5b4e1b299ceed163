using System.Text;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Lines that are collected first and read afterwards, however many: a file without a name, gone with the process.</summary>
internal sealed class Spool : IDisposable
{
    private readonly FileStream _file;

    public Spool(string path)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _file = new FileStream(path, options);
        File.Delete(path);
    }

    public void Add(string line)
    {
        _file.Write(Encoding.UTF8.GetBytes(line));
        _file.WriteByte((byte)'\n');
    }

    /// <summary>Everything so far, from the front.</summary>
    public Stream Read()
    {
        _file.Position = 0;
        return _file;
    }

    public void Dispose() => _file.Dispose();
}
