using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>The real program in a process of its own, over a data folder of its own.</summary>
internal sealed class Aurix : IDisposable
{
    public const string Password = "correct horse battery staple lantern";

    private readonly string? _modules;

    /// <param name="modules">Another modules folder than the program's.</param>
    /// <param name="data">The name of the data folder.</param>
    public Aurix(string? modules = null, string data = "data")
    {
        Folder = Directory.CreateTempSubdirectory("aurix-e2e-").FullName;
        _modules = modules;
        Data = Path.Combine(Folder, data);
        File.WriteAllText(PasswordFile, Password + "\n");
    }

    /// <summary>Holds the data folder, and whatever a test puts beside it.</summary>
    public string Folder { get; }

    public string Data { get; }

    /// <summary>What the program finds in its environment besides what the tests have there.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public string PasswordFile => Path.Combine(Folder, "password");

    /// <summary>Where the build laid the program out: the configuration is the tests' own.</summary>
    public static string Program { get; } = Repository.Built("host");

    public static async Task<Aurix> WithVaultAsync(string? modules = null)
    {
        var aurix = new Aurix(modules);
        (await aurix.RunAsync("init")).Must();
        return aurix;
    }

    /// <summary>Runs a command to its end.</summary>
    public Task<Ended> RunAsync(params string[] arguments) => FeedAsync(null, arguments);

    /// <summary>Runs a command that reads standard input.</summary>
    public async Task<Ended> FeedAsync(string? input, params string[] arguments)
    {
        using var process = Start(arguments, redirectInput: true);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Runs a command that answers JSON.</summary>
    public async Task<JsonNode> JsonAsync(params string[] arguments) =>
        JsonNode.Parse((await RunAsync([.. arguments, "--json"])).Must().Output)!;

    public async Task<string> PutAsync(string id, string json, string type = "note") =>
        (string)JsonNode.Parse((await FeedAsync(json, "put", "-", "--id", id, "--type", type, "--json")).Must().Output)!["rev"]!;

    public Task<Ended> EnableAsync(string address, bool first, string? passwordFile = null) =>
        RunAsync(["sync", "enable", address, "--user", "alex", "--password-file", passwordFile ?? PasswordFile, "--yes", .. first ? ["--new"] : Array.Empty<string>()]);

    /// <summary>Starts a command that stays, such as <c>run</c>.</summary>
    public Process Start(params string[] arguments) => Start(arguments, redirectInput: false);

    public Process Start(string[] arguments, bool redirectInput)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = redirectInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = redirectInput ? new UTF8Encoding(false) : null,
            UseShellExecute = false,
        };
        string[] all = [Path.Combine(Program, "aurix.dll"), .. arguments, "--data", Data, .. _modules is null ? Array.Empty<string>() : ["--modules", _modules]];
        foreach (var argument in all)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>How a command ended.</summary>
    internal sealed record Ended(int ExitCode, string Output, string Error)
    {
        /// <summary>Insists on success.</summary>
        public Ended Must()
        {
            Assert.True(ExitCode == 0, $"ended with {ExitCode}\n{Output}\n{Error}");
            return this;
        }

        /// <summary>Insists on one clear error: its code, its next step, and nothing of the program's insides.</summary>
        public void MustFail(int exitCode, string code)
        {
            Assert.True(ExitCode == exitCode, $"ended with {ExitCode}\n{Output}\n{Error}");
            Assert.StartsWith(code + ": ", Error, StringComparison.Ordinal);
            Assert.Equal(2, Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        }
    }
}
