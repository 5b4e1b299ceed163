using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

/// <summary>Shows what the daemon's sync is at, as it changes: lines that are drawn over on a terminal, a line of JSON for each change elsewhere.</summary>
internal static class SyncWatchCommand
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500); // between two looks: shorter flickers, longer lags behind

    public static Command Make()
    {
        var once = new Option<bool>("--once") { Description = "Show it once and end." };
        var command = new Command("watch", "Show what the running daemon's sync is at: what is under way and how much is left, what each lane is doing, what went wrong, when it is tried again, and when the next scheduled round is due.") { once };
        command.RunBare(async (parsed, _, cancellationToken) =>
        {
            var folder = Path.Combine(Path.GetFullPath(parsed.GetValue(GlobalOptions.Data)!), Hosting.Roles.Host);
            var asLines = parsed.GetValue(GlobalOptions.Json) || Console.IsOutputRedirected;
            var drawn = 0;
            for (string? before = null; ;)
            {
                var told = Chosen(await AskAsync(folder, cancellationToken), RemoteInput.OrNull(parsed));
                if (parsed.GetValue(once))
                {
                    return new Answer(told, console => SyncWatchText.Lines(told).ForEach(line => console.Line(line)));
                }

                if (asLines && told.ToJsonString() is var line && line != before)
                {
                    Console.Out.WriteLine(before = line);
                }
                else if (!asLines)
                {
                    drawn = Draw(SyncWatchText.Lines(told), drawn);
                }

                try
                {
                    await Task.Delay(Step, TimeProvider.System, cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    return new Answer(new JsonObject { ["stopped"] = true }, _ => { });
                }
            }
        });
        return command;
    }

    private static async Task<JsonObject> AskAsync(string folder, CancellationToken cancellationToken)
    {
        var answers = await ControlCall.AskAllAsync(folder, new JsonObject { ["do"] = SyncDesk.Question }, cancellationToken);
        var answer = answers.FirstOrDefault(answer => answer["lanes"] is JsonArray { Count: > 0 }) ?? answers.FirstOrDefault(answer => answer["error"] is null);
        return answer ?? (ControlCall.Refusal(answers, "NotRunning") is { } refusal
            ? throw new UsageException(refusal.Code, refusal.Message, refusal.NextStep)
            : throw new UsageException("NotRunning", "No aurix is running on this data folder.", "Start one with 'aurix run'; 'aurix sync status' says how things stand without one."));
    }

    private static JsonObject Chosen(JsonObject told, RemoteName? remote) =>
        remote is not { } name ? told
        : told["remotes"]?.AsArray().FirstOrDefault(one => (string?)one!["remote"] == name.Value)?.AsObject() is { } found ? found
        : name.IsMain ? told
        : throw new UsageException("RemoteUnknown", $"There is no remote called '{name}'.", "See 'aurix sync status'.");

    // Over what was drawn before: up as many lines, and each cleared.
    private static int Draw(List<string> lines, int drawn)
    {
        var width = Math.Max(20, Console.WindowWidth - 1);
        Console.Out.Write(drawn == 0 ? "" : $"\u001b[{drawn}A");
        foreach (var line in lines)
        {
            Console.Out.Write($"\u001b[K{(line.Length <= width ? line : line[..width])}\n");
        }

        Console.Out.Write("\u001b[J");
        Console.Out.Flush();
        return lines.Count;
    }
}
