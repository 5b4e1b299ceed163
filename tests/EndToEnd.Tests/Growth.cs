namespace Aurix.Platform.Tests;

/// <summary>Waits until database files have grown: the sign that another process is in the middle of something.</summary>
internal static class Growth
{
    private const long Enough = 300_000; // bytes: some hundred documents or the first chunk, and far from the end of what the tests move

    /// <exception cref="OperationCanceledException">Nothing grew within a minute.</exception>
    public static async Task OfAsync(string folder, string files = "*.db*", long enough = Enough)
    {
        var before = Size(folder, files);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var watcher = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (Size(folder, files) < before + enough)
        {
            await watcher.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static long Size(string folder, string files) =>
        new DirectoryInfo(folder).EnumerateFiles(files, SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0);
}
