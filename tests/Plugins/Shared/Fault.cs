namespace Strangers;

/// <summary>What a copy of a module shall do wrong: the file <c>fault</c> beside it says. So one copy may be good and the next one bad.</summary>
internal static class Fault
{
    /// <summary>The folder that this copy was loaded from.</summary>
    public static string Folder { get; } = Path.GetDirectoryName(typeof(Fault).Assembly.Location)!;

    /// <summary>Empty when it shall do nothing wrong.</summary>
    public static string Written { get; } = Read("fault");

    /// <summary>A file of the copy; empty when it is not there.</summary>
    public static string Read(string name) => Path.Combine(Folder, name) is var path && File.Exists(path) ? File.ReadAllText(path) : "";

    /// <summary>Does wrong at the start what is said.</summary>
    public static async Task StartAsync(string fault)
    {
        switch (fault)
        {
            case "start":
                throw new InvalidOperationException("not today");
            case "end of the process":
                Environment.FailFast("the end of all that runs here");
                break;
            case "hang":
                await Task.Delay(Timeout.Infinite);
                break;
        }
    }
}
