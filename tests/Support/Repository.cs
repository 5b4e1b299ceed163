namespace Aurix.Platform.Tests;

/// <summary>Where the repository is, seen from a test's output folder.</summary>
public static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Where the build puts a project's output: the configuration is the tests' own.</summary>
    /// <param name="project">The folders that lead to it.</param>
    public static string Built(params string[] project) => Path.Combine([Root, .. project, "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0"]);

    /// <summary>Where the build lays the modules out beside the program.</summary>
    public static string BuiltModules { get; } = Path.Combine(Built("host"), "modules");

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Aurix.Platform.sln"))
            ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository."));
}
