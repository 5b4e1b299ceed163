using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class HealthCommand
{
    private static readonly string[] Columns = ["id", "role", "version", "state", "problem"];

    public static Command Make()
    {
        var command = new Command("health", "Ask the aurix that runs on this data folder whether it can serve. Ends with 0 when it can, with 1 when it cannot or none runs.");
        command.RunBare(async (parsed, _, cancellationToken) =>
        {
            // No host is composed: a probe must not open the store beside the one it asks about.
            var folder = Path.Combine(Path.GetFullPath(parsed.GetValue(GlobalOptions.Data)!), Hosting.Roles.Host);
            var answers = await ControlCall.AskAllAsync(folder, new JsonObject { ["do"] = ControlDesk.Health }, cancellationToken);
            if (answers.Count == 0)
            {
                return Answer.Line("No aurix is running on this data folder.", new JsonObject { ["status"] = "not running", ["daemons"] = new JsonArray() }, ExitCodes.Failure);
            }

            var isReady = answers.All(answer => (string?)answer["status"] == "ready");
            var json = new JsonObject { ["status"] = isReady ? "ready" : "not ready", ["daemons"] = new JsonArray([.. answers.Select(answer => (JsonNode)answer)]) };
            return new Answer(
                json,
                console =>
                {
                    foreach (var answer in answers)
                    {
                        Show(console, answer);
                    }
                },
                isReady ? ExitCodes.Success : ExitCodes.Failure);
        });
        return command;
    }

    private static void Show(Spectre.Console.IAnsiConsole console, JsonObject answer)
    {
        if (answer["error"] is { } error)
        {
            console.Line($"Process {answer["process"]}: {error["message"]} {error["nextStep"]}");
            return;
        }

        console.Line($"Process {answer["process"]} is {answer["status"]}.");
        foreach (var reason in answer["reasons"]!.AsArray().Concat(answer["asks"] as JsonArray ?? []))
        {
            console.Line((string)reason!);
        }

        var table = Tables.Make("module", "role", "version", "state", "problem");
        foreach (var module in answer["modules"]!.AsArray())
        {
            table.Row([.. Columns.Select(name => (string?)module![name] ?? "")]);
        }

        console.Write(table);
    }
}
