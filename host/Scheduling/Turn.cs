using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>The right to run the schedules of a data folder: of several daemons one has it, and the system gives it back when that one ends, however it ends.</summary>
internal sealed class Turn : IDisposable
{
    private readonly FileStream _file;

    private Turn(FileStream file) => _file = file;

    /// <summary>Null when another process has it.</summary>
    public static Turn? TryTake(string hostFolder)
    {
        try
        {
            return new(new FileStream(Path.Combine(OwnerOnly.CreateFolder(hostFolder), "schedule.lock"), OwnerOnly.Writing(FileMode.OpenOrCreate, FileShare.None)));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
