using Aurix.Platform.Hosting;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>A file that one process at a time can hold. What holds it lets go when it ends, however it ends.</summary>
internal static class LockFile
{
    /// <summary>Null while somebody else holds it.</summary>
    public static FileStream? TryHold(IModuleContext context, string name)
    {
        try
        {
            return new FileStream(Path.Combine(context.DataDirectory, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Waits for whoever holds it; null when they still do after so many further tries.</summary>
    public static async Task<FileStream?> HoldAsync(IModuleContext context, string name, int tries, TimeSpan between, CancellationToken cancellationToken)
    {
        for (var left = tries; ; left--)
        {
            if (TryHold(context, name) is { } held)
            {
                return held;
            }

            if (left == 0)
            {
                return null;
            }

            await Task.Delay(between, context.Time, cancellationToken);
        }
    }
}
