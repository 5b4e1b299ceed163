using System.Security.Cryptography;

namespace Aurix.Platform.Tests;

/// <summary>The program as it is given to others: published into one folder, and packed as a tool. Made once for the tests that use it.</summary>
public sealed class PublishedProgram : IAsyncLifetime
{
    // The analysers have judged this code when the tests were built.
    private static readonly string[] Quick = ["-c", "Release", "-p:RunAnalyzers=false", "--nologo", "-v", "quiet"];

    /// <summary>Outside of the repository; everything below goes with the tests.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("aurix-published-").FullName;

    public string Out => Path.Combine(Folder, "out");

    public string Feed => Path.Combine(Folder, "feed");

    /// <summary>Of its own each time: NuGet keeps what it has once seen.</summary>
    public string ToolVersion { get; } = "0.1.0-tool." + RandomNumberGenerator.GetHexString(12, lowercase: true);

    public async Task InitializeAsync()
    {
        await Dotnet.RunAsync(Repository.Root, ["publish", "host", "-o", Out, .. Quick]);
        await Dotnet.RunAsync(Repository.Root, ["pack", "host", "-o", Feed, $"-p:PackageVersion={ToolVersion}", "--no-restore", "-p:BuildProjectReferences=false", .. Quick]); // the modules have just been built
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }
}
