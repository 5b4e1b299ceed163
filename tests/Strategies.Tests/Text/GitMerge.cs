using System.Diagnostics;

namespace Aurix.Platform.Tests.Text;

/// <summary><c>git merge-file</c>, which merges by lines.</summary>
internal sealed class GitMerge : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-git-").FullName;

    /// <summary>What git makes of two versions, null where it reports a conflict.</summary>
    public string? Merge(string original, string first, string second)
    {
        var (o, a, b) = (Path.Combine(_folder, "o"), Path.Combine(_folder, "a"), Path.Combine(_folder, "b"));
        File.WriteAllText(o, original);
        File.WriteAllText(a, first);
        File.WriteAllText(b, second);
        using var git = Process.Start(new ProcessStartInfo("git", ["merge-file", "-p", "-q", a, o, b])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        })!;
        var merged = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode switch
        {
            0 => merged,
            > 0 and < 128 => null, // so many conflicts
            _ => throw new InvalidOperationException($"git merge-file failed with {git.ExitCode}."),
        };
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
