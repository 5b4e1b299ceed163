using System.Security.Cryptography;

namespace Aurix.Platform.Tests;

/// <summary>The packages that an author builds against, in a feed of their own. Made once for the tests that use them.</summary>
public sealed class AuthorsKit : IAsyncLifetime
{
    // The analysers have judged this code when the tests were built.
    private static readonly string[] Quick = ["-p:RunAnalyzers=false", "--nologo", "-v", "quiet"];

    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-kit-").FullName;

    public string Feed => Path.Combine(_folder, "feed");

    /// <summary>Of its own each time: NuGet keeps what it has once seen, and would test yesterday's packages.</summary>
    public string Version { get; } = "0.1.0-kit." + RandomNumberGenerator.GetHexString(12, lowercase: true);

    private static string Cache => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } elsewhere
        ? elsewhere
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public async Task InitializeAsync()
    {
        foreach (var project in new[] { "contracts/Aurix.Platform.Contracts.csproj", "tests/StrategyLaws/Aurix.Platform.StrategyLaws.csproj" })
        {
            await Dotnet.RunAsync(Repository.Root, ["pack", project, "-o", Feed, "--artifacts-path", Path.Combine(_folder, "artifacts"), $"-p:Version={Version}", .. Quick]);
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        foreach (var package in new[] { "aurix.platform.contracts", "aurix.platform.strategylaws" })
        {
            var kept = Path.Combine(Cache, package, Version);
            if (Directory.Exists(kept))
            {
                Directory.Delete(kept, recursive: true);
            }
        }

        return Task.CompletedTask;
    }
}
