using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>A server process with an account and its pair of databases, on a free loopback port.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    public const string Database = "aurix-e2etests";

    // Making an account stretches its password, and takes a processor a second and a half: once is enough for tests about something else.
    private static readonly Lazy<Task<string>> WithAccount = new(SetUpAsync);

    private readonly Aurix _aurix;
    private Process _process = null!;

    private RunningServer(Aurix aurix) => _aurix = aurix;

    public Uri Listening { get; private set; } = null!;

    /// <summary>What a device is given as the sync address.</summary>
    public string Address => new Uri(Listening, Database).ToString();

    public string DataFolder => _aurix.Data;

    /// <summary>One that has an administrator, root, with the password in <see cref="AdminPasswordFile"/>, and nobody else.</summary>
    public static async Task<RunningServer> StartBareAsync()
    {
        var server = new RunningServer(new Aurix());
        await server.UpAsync(0, "--admin", "root", "--admin-password-file", server.AdminPasswordFile);
        return server;
    }

    public string AdminPasswordFile => _aurix.PasswordFile;

    /// <summary>One whose data folder is a copy, so that two of them have one identity.</summary>
    public static async Task<RunningServer> StartAsync()
    {
        var server = new RunningServer(new Aurix());
        Folders.Copy(await WithAccount.Value, server.DataFolder);
        await server.UpAsync(0);
        return server;
    }

    /// <summary>One that was set up for itself. It has an administrator, too, as in <see cref="StartBareAsync"/>.</summary>
    public static async Task<RunningServer> StartOwnAsync()
    {
        var server = new RunningServer(new Aurix());
        await server.UpAsync(0, "--user", "alex", "--database", Database, "--password-file", server._aurix.PasswordFile, "--admin", "root", "--admin-password-file", server.AdminPasswordFile);
        return server;
    }

    /// <summary>Kills the process as a power cut would, and starts it again on the same port.</summary>
    public async Task CrashAndRestartAsync()
    {
        Kill();
        await UpAsync(Listening.Port);
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        _aurix.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> SetUpAsync()
    {
        var server = await StartOwnAsync();
        server._process.Terminate();
        await server._process.WaitForExitAsync();
        server._process.Dispose();
        return server.DataFolder;
    }

    private async Task UpAsync(int port, params string[] account)
    {
        _process = _aurix.Start(["serve", "--port", port.ToString(System.Globalization.CultureInfo.InvariantCulture), "--json", .. account]);
        var line = await _process.StandardOutput.ReadLineAsync();
        if (line is null)
        {
            Assert.Fail("The server did not start: " + await _process.StandardError.ReadToEndAsync());
        }

        Listening = new Uri((string)JsonNode.Parse(line)!["listening"]!);
    }
}
