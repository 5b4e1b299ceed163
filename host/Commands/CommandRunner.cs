using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Host.Output;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Aurix.Platform.Host.Commands;

/// <summary>Runs a command's body over a composed host, and turns how it ends into text or JSON and an exit code.</summary>
internal static class CommandRunner
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Composes the host over the data folder, runs the body, stops the host.</summary>
    public static void Run(this Command command, Func<AurixHost, ParseResult, CancellationToken, Task<Answer>> body) => command.RunLocked(async (host, parsed, cancellationToken) =>
    {
        await PassphraseInput.UnlockAsync(host, parsed, cancellationToken);
        return await body(host, parsed, cancellationToken);
    });

    /// <summary>The same for a body that is about the lock itself, or works without keys.</summary>
    public static void RunLocked(this Command command, Func<AurixHost, ParseResult, CancellationToken, Task<Answer>> body) =>
        command.SetAction((parsed, cancellationToken) => GuardAsync(parsed, async () =>
        {
            var settings = ConfigurationReader.Read(Request(parsed));
            using var logging = LogFormat.Make(settings, parsed);
            await using var host = await new HostBuilder(settings, logging, TimeProvider.System).BuildAsync(cancellationToken);
            return await body(host, parsed, cancellationToken);
        }));

    /// <summary>Runs a body that looks at the configuration and starts nothing.</summary>
    public static void RunUnstarted(this Command command, Func<ConfigurationRequest, ParseResult, CancellationToken, Task<Answer>> body) =>
        command.SetAction((parsed, cancellationToken) => GuardAsync(parsed, () => body(Request(parsed), parsed, cancellationToken)));

    /// <summary>Runs a body that composes its own hosts: the demo.</summary>
    public static void RunBare(this Command command, Func<ParseResult, ILoggerFactory, CancellationToken, Task<Answer>> body) =>
        command.SetAction((parsed, cancellationToken) => GuardAsync(parsed, async () =>
        {
            using var logging = LogFormat.Make(ConfigurationReader.Read(ConfigurationRequest.Nothing with { IsVerbose = parsed.GetValue(GlobalOptions.Verbose) }), parsed);
            return await body(parsed, logging, cancellationToken);
        }));

    /// <summary>Says what was wrong with the command line.</summary>
    public static int RefuseUsage(ParseResult parsed)
    {
        var message = string.Join(" ", parsed.Errors.Select(error => error.Message));
        return Tell(parsed, new UsageException("BadUsage", message, "Run the command with --help to see what it takes."));
    }

    private static async Task<int> GuardAsync(ParseResult parsed, Func<Task<Answer>> body)
    {
        try
        {
            var answer = await body();
            if (parsed.GetValue(GlobalOptions.Json))
            {
                Console.Out.WriteLine(answer.Json.ToJsonString(Readable));
            }
            else
            {
                AnsiConsole.Profile.Width = Console.IsOutputRedirected ? 400 : AnsiConsole.Profile.Width; // a pipe has no width, and an id must not be broken
                answer.Show(AnsiConsole.Console);
            }

            return answer.ExitCode;
        }
        catch (AurixException error)
        {
            return Tell(parsed, error);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Cancelled;
        }
        catch (Exception world) when (world is IOException or UnauthorizedAccessException)
        {
            return Tell(parsed, new UsageException("FileTrouble", world.Message, "Check that the file or folder is there, readable, and on a disk with room."), ExitCodes.Failure);
        }
    }

    private static int Tell(ParseResult parsed, AurixException error, int? exitCode = null)
    {
        var nextStep = RemoteHint.Aim(error.NextStep, RemoteInput.OrMain(parsed));
        if (parsed.GetValue(GlobalOptions.Json))
        {
            var json = new JsonObject { ["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message, ["nextStep"] = nextStep } };
            Console.Error.WriteLine(json.ToJsonString(Readable));
        }
        else
        {
            Console.Error.WriteLine($"{error.Code}: {error.Message}");
            Console.Error.WriteLine(nextStep);
        }

        return exitCode ?? ExitCodes.Of(error);
    }

    private static ConfigurationRequest Request(ParseResult parsed) => new(
        parsed.GetValue(GlobalOptions.Config),
        Given(parsed, GlobalOptions.Data),
        Given(parsed, GlobalOptions.Modules),
        [.. parsed.GetValue(GlobalOptions.Set)!],
        parsed.GetValue(GlobalOptions.Verbose),
        ConfigurationRequest.OwnEnvironment());

    // A default is what the environment or the file may say otherwise.
    private static string? Given(ParseResult parsed, Option<string> option) => parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : null;
}
