using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Commands;

internal static class ConfigApplyCommand
{
    private static readonly (string Member, string Text)[] Parts = [("applied", "Applied"), ("later", "Takes effect at the next start"), ("failed", "Not applied")];

    public static Command Make()
    {
        var command = new Command("apply", "Have the daemons on this data folder read the configuration file now, and tell what changed. They also see a changed file by themselves.");
        command.RunUnstarted(async (request, _, cancellationToken) =>
        {
            var answers = await ControlCall.AskAllAsync(ConfigurationReader.Read(request).HostFolder, new JsonObject { ["do"] = ControlDesk.Apply }, cancellationToken);
            if (ControlCall.Refusal(answers, "ApplyFailed") is { } refusal)
            {
                throw new UsageException(refusal.Code, refusal.Message, refusal.NextStep);
            }

            return answers.Count == 0
                ? Answer.Line("No aurix is running on this data folder; the next start takes the configuration.", new JsonObject { ["daemons"] = new JsonArray() })
                : new Answer(new JsonObject { ["daemons"] = new JsonArray([.. answers.Select(Json)]) }, console => answers.ForEach(answer => Show(console, answer)), answers.Any(HasFailed) ? ExitCodes.Failure : ExitCodes.Success);
        });
        return command;
    }

    private static JsonNode Json(JsonObject answer)
    {
        var json = (JsonObject)answer.DeepClone();
        json["process"] = int.Parse((string)answer["process"]!, CultureInfo.InvariantCulture);
        return json;
    }

    private static bool HasFailed(JsonObject answer) => answer["failed"]!.AsArray().Count > 0;

    private static void Show(Spectre.Console.IAnsiConsole console, JsonObject answer)
    {
        var lines = Parts.SelectMany(part => answer[part.Member]!.AsArray().Select(line => $"{part.Text}: {line}")).ToList();
        console.Line(lines.Count == 0 ? $"Nothing changed in process {answer["process"]}." : $"Process {answer["process"]}:");
        lines.ForEach(line => console.Line("  " + line));
    }
}
