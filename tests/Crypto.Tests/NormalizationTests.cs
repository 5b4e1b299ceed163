using System.Diagnostics;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>T03: a runtime that silently does not normalise must not derive keys. This assembly is started as a process to see it.</summary>
public sealed class NormalizationTests
{
    [Theory]
    [InlineData("false", "started")]
    [InlineData("true", "NormalizationUnavailable")]
    public async Task T03_The_module_starts_only_where_unicode_is_normalised(string invariant, string expected)
    {
        var assembly = typeof(NormalizationTests).Assembly.Location;
        var configuration = await File.ReadAllTextAsync(Path.ChangeExtension(assembly, ".runtimeconfig.json"));
        Assert.Contains("\"System.Globalization.Invariant\": false", configuration, StringComparison.Ordinal);
        var changed = Path.Combine(Directory.CreateTempSubdirectory("aurix-test-").FullName, "runtimeconfig.json");
        await File.WriteAllTextAsync(changed, configuration.Replace("\"System.Globalization.Invariant\": false", $"\"System.Globalization.Invariant\": {invariant}", StringComparison.Ordinal));

        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", changed, assembly]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(expected, said.Trim());
    }
}
