using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Aurix.Platform.Tests;

/// <summary>A daemon that lets apps in on a free loopback port.</summary>
internal sealed partial class RunningDaemon : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;

    private RunningDaemon(Process process, Uri apps)
    {
        (_process, Apps) = (process, apps);
        _reading = process.StandardOutput.ReadToEndAsync(); // a pipe that nobody empties fills up, and then the daemon stands still
    }

    /// <summary>Where apps come in.</summary>
    public Uri Apps { get; }

    public static async Task<RunningDaemon> StartAsync(Aurix aurix, params string[] more)
    {
        var process = aurix.Start(["run", "--api", "0", .. more]);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is { Success: true } told)
            {
                return new(process, new Uri(told.Groups[1].Value));
            }
        }

        Assert.Fail("The daemon did not start: " + await process.StandardError.ReadToEndAsync());
        throw new UnreachableException();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    [GeneratedRegex(@"Apps come in at (\S+);")]
    private static partial Regex Address();
}
