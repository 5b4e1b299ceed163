using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Bench.PushPull;

/// <summary>A fresh embedded server in a process of its own, the same for every contestant.</summary>
internal sealed class BenchServer : IDisposable
{
    public const string Database = "aurix-benchmark";
    public const string Password = "correct horse battery staple lantern";

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private BenchServer(Process process, DirectoryInfo folder, Uri address)
    {
        _process = process;
        _folder = folder;
        Address = address;
    }

    /// <summary>The root, with a slash at the end.</summary>
    public Uri Address { get; }

    public static string PasswordFile { get; } = WritePassword();

    public static async Task<BenchServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("aurix-bench-");
        var process = Processes.Aurix(
            folder.FullName, null, "serve", "--port", "0", "--json",
            "--user", "alex", "--database", Database, "--password-file", PasswordFile, "--admin", "admin", "--admin-password-file", PasswordFile);
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        return new(process, folder, new Uri((string)JsonNode.Parse(line)!["listening"]!));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string WritePassword()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, Password);
        return path;
    }
}
